package relay.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * When to try again: the waits between attempts, the last of which repeats, each spread by a jitter so that what was
 * deferred together does not return together.
 *
 * @param waits after the first, second, … attempt
 * @param lifetime how long a message is tried in all
 * @param jitter share by which a wait is shortened or lengthened at most, 0 to 0.5
 */
public record RetrySchedule(List<Duration> waits, Duration lifetime, double jitter) {
    public static final List<Duration> DEFAULT_WAITS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4));
    public static final Duration DEFAULT_LIFETIME = Duration.ofDays(5);
    public static final double DEFAULT_JITTER = 0.2;

    public RetrySchedule {
        waits = List.copyOf(waits);
        if (waits.isEmpty()) {
            throw new IllegalArgumentException("A retry schedule has at least one wait");
        }
    }

    /** The schedule that ships. */
    public static RetrySchedule ofDefaults() {
        return new RetrySchedule(DEFAULT_WAITS, DEFAULT_LIFETIME, DEFAULT_JITTER);
    }

    /**
     * The wait after so many attempts.
     *
     * @param attempts made so far, at least 1
     * @param random uniform in [0, 1)
     */
    public Duration waitAfter(int attempts, DoubleSupplier random) {
        Duration wait = waits.get(Math.min(attempts, waits.size()) - 1);
        double factor = 1 + jitter * (2 * random.getAsDouble() - 1);
        return Duration.ofMillis(Math.round(wait.toMillis() * factor));
    }
}
