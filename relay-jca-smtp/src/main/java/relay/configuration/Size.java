package relay.configuration;

import java.util.Locale;

/** Sizes in bytes, written with an optional binary unit: {@code 25m} is 25 × 1,048,576. */
final class Size {
    private static final String UNITS = "kmgt";
    private static final int BITS_PER_UNIT = 10;

    private Size() {}

    static long parse(String text) {
        String size = text.toLowerCase(Locale.ROOT);
        int unit = UNITS.indexOf(size.charAt(size.length() - 1));
        long factor = unit < 0 ? 1 : 1L << (BITS_PER_UNIT * (unit + 1));
        long number = Long.parseLong(unit < 0 ? size : size.substring(0, size.length() - 1));
        if (number < 0) {
            throw new IllegalArgumentException(text);
        }
        return Math.multiplyExact(number, factor);
    }
}
