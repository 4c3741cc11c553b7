package relay.delivery;

import java.time.Duration;

/**
 * Whether a site can be reached. After {@value #FAILURES_UNTIL_DEAD} failed connections in a row it counts as dead for a
 * pause, which doubles with each probe that fails: what is ready is deferred without a try each, so that a dead site
 * costs one attempt and not thousands.
 */
final class SiteHealth {
    static final int FAILURES_UNTIL_DEAD = 3;
    static final int MOST_DOUBLINGS = 4;

    private static final long FORGOTTEN_MILLIS = Duration.ofHours(6).toMillis();

    private int failures;
    private int probesFailed;
    private long deadUntil = Long.MIN_VALUE;
    private String reason;

    void connected() {
        failures = 0;
        probesFailed = 0;
    }

    /** One more connection failed. */
    void connectionFailed(String why, long now, Duration pause) {
        failures++;
        if (failures >= FAILURES_UNTIL_DEAD) {
            deadUntil = now + (pause.toMillis() << Math.min(MOST_DOUBLINGS, probesFailed));
            reason = why;
            probesFailed++;
        }
    }

    boolean isDead(long now) {
        return now < deadUntil;
    }

    /** Nothing is known of it any more. */
    void reset() {
        connected();
        deadUntil = Long.MIN_VALUE;
    }

    /** Whether the pause is over and nobody has been reached since: one connection at a time may try. */
    boolean isProbed() {
        return failures >= FAILURES_UNTIL_DEAD;
    }

    /** Whether nobody has tried for so long that what was known of it is out of date. */
    boolean isForgotten(long now) {
        return !isProbed() || now - deadUntil > FORGOTTEN_MILLIS;
    }

    long deadUntil() {
        return deadUntil;
    }

    /** What the last connection failed with. */
    String reason() {
        return reason;
    }
}
