package relay.dsn;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The encoding of ENVID and ORCPT (RFC 3461, section 4; RFC 6533, section 3). */
final class Xtext {
    private static final Pattern HEX = Pattern.compile("\\+([0-9A-F]{2})");
    private static final Pattern CODE_POINT = Pattern.compile("\\\\x\\{([0-9A-F]{2,6})\\}");

    private Xtext() {}

    /** The text, or empty when it is malformed or stands for something that is not printable. */
    static Optional<String> decode(String xtext) {
        String text = HEX.matcher(xtext).replaceAll(hex -> quoted(Integer.parseInt(hex.group(1), 16)));
        boolean malformed = HEX.matcher(xtext).replaceAll("").contains("+");
        return malformed || !isPrintable(text) ? Optional.empty() : Optional.of(text);
    }

    /** An address of type utf-8, its embedded code points put in as characters. */
    static Optional<String> decodeUtf8(String address) {
        String text = CODE_POINT.matcher(address).replaceAll(point -> quoted(Integer.parseInt(point.group(1), 16)));
        return isPrintable(text) ? Optional.of(text) : Optional.empty();
    }

    /** An address in the ASCII form of type utf-8 (RFC 6533, section 3, utf-8-addr-xtext). */
    static String encodeUtf8(String address) {
        StringBuilder out = new StringBuilder(address.length() * 2);
        address.codePoints().forEach(c -> {
            if (c > ' ' && c < 127 && c != '\\' && c != '+' && c != '=') {
                out.append((char) c);
            } else {
                out.append(String.format("\\x{%02X}", c));
            }
        });
        return out.toString();
    }

    private static String quoted(int codePoint) {
        return Character.isValidCodePoint(codePoint) ? Matcher.quoteReplacement(Character.toString(codePoint)) : "\0";
    }

    private static boolean isPrintable(String text) {
        return !text.isEmpty() && text.codePoints().noneMatch(Xtext::isUnprintable);
    }

    private static boolean isUnprintable(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }
}
