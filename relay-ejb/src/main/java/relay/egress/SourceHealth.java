package relay.egress;

import java.time.Duration;

/**
 * Whether a source can be used: it rests once its address is not there or its proxy does not answer, for a minute at
 * first and for twice as long each time it fails again.
 */
public final class SourceHealth {
    static final Duration FIRST_REST = Duration.ofMinutes(1);
    static final int MOST_DOUBLINGS = 4;

    private int failures;
    private long restUntil = Long.MIN_VALUE;
    private String reason;

    /** It was of no use; what is under way when it rests already says nothing new. */
    public void failed(String why, long now) {
        if (!rests(now)) {
            restUntil = now + (FIRST_REST.toMillis() << Math.min(MOST_DOUBLINGS, failures));
            reason = why;
            failures++;
        }
    }

    /** A connection stands. */
    public void worked() {
        failures = 0;
        restUntil = Long.MIN_VALUE;
    }

    public boolean rests(long now) {
        return now < restUntil;
    }

    /** Until when it rests, milliseconds since 1970; of no meaning unless it does. */
    public long restUntil() {
        return restUntil;
    }

    /** Why it rests. */
    public String reason() {
        return reason;
    }
}
