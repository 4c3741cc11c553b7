package relay.compose;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Parameters of MIME fields, in UTF-8 and in pieces where they need it (RFC 2231, sections 3 and 4). */
final class Parameter {
    private static final int MAX_PIECE = 60;
    private static final String PLAIN = "[A-Za-z0-9 ._()+-]{1,60}";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Parameter() {}

    /** The parameter with what goes before it on the line. */
    static String of(String name, String value) {
        if (value.matches(PLAIN)) {
            return ";\r\n " + name + "=\"" + value + '"';
        }
        StringBuilder pieces = new StringBuilder();
        StringBuilder piece = new StringBuilder("UTF-8''");
        int number = 0;
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (piece.length() >= MAX_PIECE) {
                pieces.append(piece(name, number++, piece));
                piece.setLength(0);
            }
            piece.append(isPlain(octet) ? Character.toString(octet) : "%" + HEX.toHexDigits(octet));
        }
        return number == 0
                ? ";\r\n " + name + "*=" + piece
                : pieces.append(piece(name, number, piece)).toString();
    }

    private static String piece(String name, int number, CharSequence text) {
        return ";\r\n " + name + "*" + number + "*=" + text;
    }

    private static boolean isPlain(byte octet) {
        return (octet >= '0' && octet <= '9')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= 'a' && octet <= 'z')
                || octet == '.'
                || octet == '_'
                || octet == '-';
    }
}
