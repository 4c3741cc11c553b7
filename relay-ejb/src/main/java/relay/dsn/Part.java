package relay.dsn;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/**
 * One part of the report.
 *
 * @param type value of Content-Type
 * @param description value of Content-Description
 * @param encoding how the body is encoded
 * @param body as it is sent, ended by CRLF
 */
@SuppressWarnings("ArrayRecordComponent")
record Part(String type, String description, Encoding encoding, byte[] body) {
    private static final int MAX_LINE = 998;

    /** The transfer encodings that a report uses (RFC 2045, section 6). */
    enum Encoding {
        SEVEN_BIT("7bit"),
        EIGHT_BIT("8bit"),
        QUOTED_PRINTABLE("quoted-printable");

        private final String value;

        Encoding(String value) {
            this.value = value;
        }
    }

    /** A part that passes everywhere: as it is where it is plain ASCII, else quoted-printable. */
    static Part sevenBit(String type, String description, byte[] body) {
        return isPlain(body, 127)
                ? new Part(type, description, Encoding.SEVEN_BIT, body)
                : new Part(type, description, Encoding.QUOTED_PRINTABLE, QuotedPrintable.encode(body));
    }

    /** A part that passes as it is, where the way is clear for 8-bit. */
    static Part asItIs(String type, String description, byte[] body) {
        return new Part(type, description, isPlain(body, 127) ? Encoding.SEVEN_BIT : Encoding.EIGHT_BIT, body);
    }

    /** Whether the bytes keep to lines as SMTP carries them, without NUL or lone returns, none above this. */
    static boolean isPlain(byte[] bytes, int max) {
        int lineStart = 0;
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            if (b == 0 || b > max || (b == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n'))) {
                return false;
            }
            if (b == '\n') {
                if (i == 0 || bytes[i - 1] != '\r' || i - 1 - lineStart > MAX_LINE) {
                    return false;
                }
                lineStart = i + 1;
            }
        }
        return bytes.length - lineStart <= MAX_LINE;
    }

    boolean isEightBit() {
        return encoding == Encoding.EIGHT_BIT;
    }

    void appendTo(ByteArrayOutputStream out, String boundary) {
        String header = String.join(
                "\r\n",
                "--" + boundary,
                "Content-Type: " + type,
                "Content-Description: " + description,
                "Content-Transfer-Encoding: " + encoding.value,
                "",
                "");
        out.writeBytes(header.getBytes(US_ASCII));
        out.writeBytes(body);
        out.writeBytes("\r\n".getBytes(US_ASCII));
    }
}
