package relay.smtp.sasl;

import java.text.Normalizer;
import java.util.Optional;

/**
 * The preparation of passwords and user names (SASLprep, RFC 4013) in the part that matters between well-meant inputs:
 * spaces are one kind, invisible characters vanish, compatibility forms are unified, control characters are refused.
 * The unassigned code points of Unicode 3.2 are not tracked; they pass unchanged.
 */
final class SaslPrep {
    private SaslPrep() {}

    /** The prepared text, or empty when it holds what is prohibited. */
    static Optional<String> prepare(String text) {
        if (text.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            return Optional.of(text);
        }
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> !vanishes(c))
                .map(c -> isSpace(c) ? ' ' : c)
                .forEach(mapped::appendCodePoint);
        String prepared = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        return Optional.of(prepared).filter(p -> p.codePoints().noneMatch(SaslPrep::isProhibited));
    }

    /** RFC 3454, table C.1.2. */
    private static boolean isSpace(int c) {
        return Character.getType(c) == Character.SPACE_SEPARATOR || c == 0x200b;
    }

    /** RFC 3454, table B.1. */
    private static boolean vanishes(int c) {
        return c == 0xad
                || c == 0x34f
                || c == 0x1806
                || isBetween(c, 0x180b, 0x180d)
                || isBetween(c, 0x200c, 0x200d)
                || c == 0x2060
                || isBetween(c, 0xfe00, 0xfe0f)
                || c == 0xfeff;
    }

    /** RFC 3454, tables C.2 to C.9. */
    private static boolean isProhibited(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> isBetween(c, 0xfff9, 0xffff) || isBetween(c, 0x2ff0, 0x2ffb);
        };
    }

    private static boolean isBetween(int c, int first, int last) {
        return c >= first && c <= last;
    }
}
