package relay.compose;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import relay.smtp.Content;

/** The transfer encodings that composed parts use (RFC 2045, section 6). */
enum Encoding {
    SEVEN_BIT("7bit"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64");

    private static final byte[] CRLF = {'\r', '\n'};

    private final String word;

    Encoding(String word) {
        this.word = word;
    }

    /** As the header field has it. */
    String word() {
        return word;
    }

    /** Writes the content encoded; its last line is ended. */
    void write(Content content, OutputStream out) throws IOException {
        try (InputStream in = content.open()) {
            switch (this) {
                case SEVEN_BIT -> in.transferTo(out);
                case QUOTED_PRINTABLE -> quotedPrintable(in, out);
                case BASE64 -> base64(in, out);
            }
        }
    }

    private static void quotedPrintable(InputStream in, OutputStream out) throws IOException {
        QuotedPrintable encoder = new QuotedPrintable(out);
        in.transferTo(encoder);
        encoder.finish();
    }

    private static void base64(InputStream in, OutputStream out) throws IOException {
        try (OutputStream encoder = Base64.getMimeEncoder().wrap(new Unclosed(out))) {
            in.transferTo(encoder);
        }
        out.write(CRLF);
    }

    /** Keeps the stream behind it open. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
