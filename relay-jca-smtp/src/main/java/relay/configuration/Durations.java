package relay.configuration;

import java.time.Duration;
import java.util.Locale;

/** Durations written as operators write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 4h}, {@code 5d}. */
final class Durations {
    private Durations() {}

    /** The duration, which may be neither shorter than the least nor longer than the most. */
    static Duration parse(String text, String least, String most) {
        Duration duration = parse(text);
        if (duration.compareTo(parse(least)) < 0 || duration.compareTo(parse(most)) > 0) {
            throw new IllegalArgumentException(text);
        }
        return duration;
    }

    private static Duration parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        long number = Long.parseLong(lower.substring(0, digits));
        return switch (lower.substring(digits)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw new IllegalArgumentException(text);
        };
    }
}
