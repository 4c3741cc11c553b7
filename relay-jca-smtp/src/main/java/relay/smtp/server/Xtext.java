package relay.smtp.server;

/** The encoding of DSN parameters (RFC 3461, section 4): printable ASCII, with {@code +XX} in hexadecimal. */
final class Xtext {
    private Xtext() {}

    static boolean isValid(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '!' || c > '~' || c == '=') {
                return false;
            }
            if (c == '+') {
                if (!isHex(text, i + 1) || !isHex(text, i + 2)) {
                    return false;
                }
                i += 2;
            }
        }
        return true;
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && "0123456789ABCDEF".indexOf(text.charAt(at)) >= 0;
    }
}
