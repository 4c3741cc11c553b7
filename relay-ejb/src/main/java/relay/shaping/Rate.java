package relay.shaping;

import java.time.Duration;
import java.util.Map;

/**
 * At most so many in a period.
 *
 * @param count 1 or more
 * @param period positive
 */
public record Rate(int count, Duration period) {
    private static final Map<Duration, String> UNITS = Map.of(
            Duration.ofSeconds(1),
            "s",
            Duration.ofMinutes(1),
            "min",
            Duration.ofHours(1),
            "h",
            Duration.ofDays(1),
            "d");

    public Rate {
        if (count < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException(count + " in " + period + " is not a rate");
        }
    }

    /** The period in milliseconds. */
    public long periodMillis() {
        return period.toMillis();
    }

    /** As files write it: {@code 100/min}. */
    @Override
    public String toString() {
        return count + "/" + UNITS.getOrDefault(period, period.toString());
    }
}
