package relay.mtasts;

import java.time.Duration;

/**
 * A policy with what is known of its age.
 *
 * @param domain whose
 * @param id of the TXT record under which it was fetched
 * @param policy itself
 * @param fetchedAt milliseconds since 1970
 */
record KeptPolicy(String domain, String id, StsPolicy policy, long fetchedAt) {
    private static final long LEAST_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /** Whether it still counts. */
    boolean counts(long now) {
        return now < expiresAt();
    }

    /** When it ends to count; however short its age, not before the route that was found by it is looked up again. */
    long expiresAt() {
        return fetchedAt + Math.max(LEAST_MILLIS, policy.maxAge().toMillis());
    }

    /** Whether it should be fetched again before it runs out: after a day, or when half of its time has passed. */
    boolean ages(long now) {
        return now >= fetchedAt + Math.min(DAY_MILLIS, (expiresAt() - fetchedAt) / 2);
    }
}
