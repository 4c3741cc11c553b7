package relay.shaping;

import java.time.Duration;

/**
 * At most so many in a period.
 *
 * @param count 1 or more
 * @param period positive
 */
public record Rate(int count, Duration period) {
    public Rate {
        if (count < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException(count + " in " + period + " is not a rate");
        }
    }

    /** The period in milliseconds. */
    public long periodMillis() {
        return period.toMillis();
    }
}
