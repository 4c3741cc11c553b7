package relay.compose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Quoted-printable (RFC 2045, section 6.7) of text whose lines end with CRLF, a line at a time. */
final class QuotedPrintable extends OutputStream {
    private static final int MAX_COLUMN = 76;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private final OutputStream out;
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream(4096);
    private int column;
    /** White space whose fate depends on what follows it, or -1. */
    private int blank = -1;

    QuotedPrintable(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        int c = b & 0xFF;
        if (c == '\n') {
            endLine();
        } else if (c != '\r') {
            settleBlank(true);
            if (c == ' ' || c == '\t') {
                blank = c;
            } else if (c > ' ' && c < 127 && c != '=') {
                literal(c);
            } else {
                escape(c);
            }
        }
    }

    /** White space at the end of a line would be lost on the way. */
    private void settleBlank(boolean within) throws IOException {
        if (blank >= 0) {
            if (within) {
                literal(blank);
            } else {
                escape(blank);
            }
            blank = -1;
        }
    }

    private void endLine() throws IOException {
        settleBlank(false);
        encoded.write('\r');
        encoded.write('\n');
        column = 0;
        encoded.writeTo(out);
        encoded.reset();
    }

    private void literal(int c) throws IOException {
        room(1);
        encoded.write(c);
    }

    private void escape(int c) throws IOException {
        room(3);
        encoded.write('=');
        encoded.write(HEX[c >> 4]);
        encoded.write(HEX[c & 0xF]);
    }

    private void room(int characters) throws IOException {
        if (column + characters >= MAX_COLUMN) {
            encoded.write('=');
            encoded.write('\r');
            encoded.write('\n');
            column = 0;
            encoded.writeTo(out);
            encoded.reset();
        }
        column += characters;
    }

    /** Writes what has not been written yet. */
    void finish() throws IOException {
        settleBlank(false);
        encoded.writeTo(out);
        encoded.reset();
    }
}
