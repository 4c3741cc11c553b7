package relay.compose;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Copies text so that every line ends with CRLF (RFC 5322, section 2.3), and learns on the way what the choice of an
 * encoding depends on.
 */
public final class TextCopy extends OutputStream {
    private static final int BUFFER = 8 << 10;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private boolean afterReturn;
    private int line;
    private long size;
    private long eightBit;
    private int longestLine;
    private boolean nul;
    private boolean loneReturn;

    public TextCopy(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        if (afterReturn) {
            loneReturn |= b != '\n';
            put('\n');
            afterReturn = false;
            line = 0;
            if (b == '\n') {
                return;
            }
        }
        take(b);
    }

    private void take(int b) throws IOException {
        if (b == '\r') {
            put('\r');
            afterReturn = true;
        } else if (b == '\n') {
            put('\r');
            put('\n');
            line = 0;
        } else {
            put(b);
            longestLine = Math.max(longestLine, ++line);
            nul |= b == 0;
            eightBit += (b & 0x80) >> 7;
        }
    }

    private void put(int b) throws IOException {
        if (buffered == BUFFER) {
            flush();
        }
        buffer[buffered++] = (byte) b;
        size++;
    }

    /** Ends the last line, if it is not ended, and says what the text is like. */
    public TextFacts finish() throws IOException {
        if (afterReturn) {
            put('\n');
            loneReturn = true;
        } else if (line > 0) {
            put('\r');
            put('\n');
        }
        flush();
        return new TextFacts(size, eightBit, longestLine, nul, loneReturn);
    }

    @Override
    public void flush() throws IOException {
        out.write(buffer, 0, buffered);
        buffered = 0;
    }
}
