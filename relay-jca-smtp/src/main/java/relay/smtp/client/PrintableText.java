package relay.smtp.client;

import java.nio.charset.StandardCharsets;

/** Makes what a peer or a library said safe for logs and pages: no control characters, no endless text. */
final class PrintableText {
    private static final int SHORT = 200;

    private PrintableText() {}

    /** Bytes of UTF-8; what is no UTF-8 or a control character becomes a question mark. */
    static String of(byte[] bytes, int from, int to) {
        return of(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    static String of(String text) {
        return text.chars().noneMatch(PrintableText::isUnsafe) ? text : replaced(text);
    }

    static String shortened(String text) {
        return of(text.length() <= SHORT ? text : text.substring(0, SHORT) + "…");
    }

    private static String replaced(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.chars().forEach(c -> safe.append(isUnsafe(c) ? (c == '\t' ? ' ' : '?') : (char) c));
        return safe.toString();
    }

    private static boolean isUnsafe(int c) {
        return Character.isISOControl(c) || c == '\uFFFD' || c == '\u2028' || c == '\u2029';
    }
}
