package relay.smtp.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Reads commands and contents. Answers are flushed only before it must wait, so that pipelining pays. */
final class MxInput {
    private static final int MAX_LINE = 64 * 1024;

    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int end;
    private ContentEnd contentEnd;

    MxInput(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    private byte next() throws IOException {
        if (position == end) {
            out.flush();
            end = in.read(buffer);
            position = 0;
            if (end <= 0) {
                end = 0;
                throw new EOFException();
            }
        }
        return buffer[position++];
    }

    /** A line without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        byte b = next();
        while (b != '\n') {
            line.write(b);
            if (line.size() > MAX_LINE) {
                throw new IOException("line too long");
            }
            b = next();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    void beginContent() {
        contentEnd = new ContentEnd();
    }

    /** Reads content into {@code sink}, at most so many bytes from the wire; true when the final dot was read. */
    boolean content(OutputStream sink, long most) throws IOException {
        for (long n = 0; n < most; n++) {
            if (contentEnd.take(next(), sink)) {
                return true;
            }
        }
        return false;
    }

    /** Waits for bytes and forgets them. */
    void hear() throws IOException {
        next();
        position = end;
    }

    void readToEnd() throws IOException {
        out.flush();
        while (in.read(buffer) >= 0) {
            // of no interest
        }
    }

    /** Finds CRLF.CRLF and nothing else, and takes the doubled dots away. */
    private static final class ContentEnd {
        private enum State {
            LINE_START,
            TEXT,
            CR,
            DOT,
            DOT_CR
        }

        private State state = State.LINE_START;

        boolean take(byte b, OutputStream sink) throws IOException {
            switch (state) {
                case LINE_START -> {
                    if (b == '.') {
                        state = State.DOT;
                    } else {
                        text(b, sink);
                    }
                }
                case TEXT -> text(b, sink);
                case CR -> {
                    text(b, sink);
                    if (b == '\n') {
                        state = State.LINE_START;
                    }
                }
                case DOT -> {
                    if (b == '\r') {
                        state = State.DOT_CR;
                    } else {
                        text(b, sink);
                    }
                }
                case DOT_CR -> {
                    if (b == '\n') {
                        return true;
                    }
                    sink.write('\r');
                    text(b, sink);
                }
            }
            return false;
        }

        private void text(byte b, OutputStream sink) throws IOException {
            sink.write(b);
            state = b == '\r' ? State.CR : State.TEXT;
        }
    }
}
