package relay.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Header bytes as text: for pages, logs and decisions, never to be sent on. */
public final class HeaderText {
    private HeaderText() {}

    /**
     * The bytes as UTF-8 where they are (RFC 6532), else as ISO-8859-1, which old software sends unlabelled and which
     * maps every byte to something.
     */
    public static String decode(byte[] bytes, int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }

    /** At most so many UTF-16 units of the text, never half a character, with control characters made spaces. */
    public static String printable(String text, int max) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), max));
        text.codePoints()
                .map(c -> isPrintable(c) ? c : ' ')
                .takeWhile(c -> out.length() + Character.charCount(c) <= max)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /** Bidirectional overrides and lone surrogates are as unfit for a page as controls are. */
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> !((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069));
        };
    }
}
