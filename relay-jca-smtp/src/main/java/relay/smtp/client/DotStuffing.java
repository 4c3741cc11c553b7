package relay.smtp.client;

/**
 * Makes a content transparent (RFC 5321, section 4.5.2): a dot that begins a line is doubled. Takes the content in any
 * chunks, and watches for line ends other than CRLF, after which another host might see an end of message that we do
 * not (SMTP smuggling).
 */
final class DotStuffing {
    private static final byte[] DOT = {'.', '\r', '\n'};
    private static final byte[] LINE_END_AND_DOT = {'\r', '\n', '.', '\r', '\n'};

    private boolean lineStart = true;
    private boolean afterCr;
    private boolean bareLineEnd;

    /** Room that {@code length} bytes of content may take, their ending included. */
    static int room(int length) {
        // a doubled dot takes a line of at least ".\r\n", but for the first byte
        return length + length / 3 + 1 + LINE_END_AND_DOT.length;
    }

    /** Writes the next bytes of a content to {@code out} and returns how many they became. */
    int stuff(byte[] in, int length, byte[] out) {
        int n = 0;
        for (int i = 0; i < length; i++) {
            byte b = in[i];
            if (lineStart && b == '.') {
                out[n++] = '.';
            }
            out[n++] = b;
            lineStart = afterCr && b == '\n';
            bareLineEnd |= afterCr != (b == '\n');
            afterCr = b == '\r';
        }
        return n;
    }

    /** Writes the final dot, after a CRLF where the content lacks one, and returns the new length of {@code out}. */
    int end(byte[] out, int length) {
        bareLineEnd |= afterCr;
        byte[] ending = lineStart ? DOT : LINE_END_AND_DOT;
        System.arraycopy(ending, 0, out, length, ending.length);
        return length + ending.length;
    }

    /** Whether a CR without LF or an LF without CR occurred so far. */
    boolean sawBareLineEnd() {
        return bareLineEnd;
    }
}
