package relay.shaping;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of shaping files; each throws IllegalArgumentException for what it is not. */
final class Values {
    private static final Pattern RATE = Pattern.compile("(\\d{1,7})/(s|min|h|d)");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(30);

    private Values() {}

    static int number(Object value, int least, int most) {
        if (value instanceof Long number && number >= least && number <= most) {
            return number.intValue();
        }
        throw new IllegalArgumentException();
    }

    /** A rate, or empty for unlimited. */
    static Optional<Rate> rate(Object value) {
        if ("unlimited".equals(value)) {
            return Optional.empty();
        }
        Matcher matcher = RATE.matcher(text(value));
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        return Optional.of(new Rate(Integer.parseInt(matcher.group(1)), unit(matcher.group(2))));
    }

    static Duration duration(Object value, Duration most) {
        Matcher matcher = DURATION.matcher(text(value));
        if (matcher.matches()) {
            Duration duration = unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
            if (!duration.isZero() && duration.compareTo(most) <= 0) {
                return duration;
            }
        }
        throw new IllegalArgumentException();
    }

    static Duration duration(Object value) {
        return duration(value, LONGEST);
    }

    static TlsPolicy tls(Object value) {
        return TlsPolicy.valueOf(text(value).toUpperCase(Locale.ROOT));
    }

    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException();
    }

    private static Duration unit(String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(1);
            case "m", "min" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
