package relay.submission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import relay.database.DatabaseFault;

/**
 * Messages that could not be recorded. A message that fails by itself is tried {@value #TRIES} times and then given up,
 * so that it is set aside for an operator and in nobody's way; while the database is away nothing is held against any
 * message, and consumers wait.
 *
 * <p>Counted here and not by the broker, whose count rises with every crash and every absence of the database. After a
 * restart a message has all its tries again.
 */
public final class Setbacks {
    /** How often a message is tried while the database answers. */
    static final int TRIES = 4;

    static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int MOST_COUNTED = 100_000;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final BooleanSupplier databaseAnswers;
    private final Pause pause;
    private final Cache<String, Count> counts =
            Caffeine.newBuilder().maximumSize(MOST_COUNTED).build();
    private final AtomicLong setAside = new AtomicLong();

    /** Time that passes. */
    public interface Pause {
        /** Lets so much of it pass. */
        void take(long millis) throws InterruptedException;
    }

    private record Count(int failures, String reason) {}

    /** @param databaseAnswers whether the database can be used now */
    public Setbacks(BooleanSupplier databaseAnswers, Pause pause) {
        this.databaseAnswers = databaseAnswers;
        this.pause = pause;
    }

    /** Notes a failure and returns once trying again makes sense; returns early when the thread is interrupted. */
    public void failed(String message, Throwable fault) {
        if (DatabaseFault.isAbsence(fault) || !databaseAnswers.getAsBoolean()) {
            awaitDatabase();
        } else {
            counts.asMap()
                    .merge(
                            message,
                            new Count(1, String.valueOf(fault)),
                            (before, one) -> new Count(before.failures + 1, one.reason));
        }
    }

    /** Whether the message has failed so often that it is to be set aside. */
    public boolean isHopeless(String message) {
        Count count = counts.getIfPresent(message);
        return count != null && count.failures >= TRIES;
    }

    /** Why it failed the last time, in words. */
    public String reason(String message) {
        Count count = counts.getIfPresent(message);
        return count == null ? "" : count.reason;
    }

    /** The message is recorded. */
    public void recorded(String message) {
        counts.invalidate(message);
    }

    /** The message is in safety elsewhere. */
    public void setAside(String message) {
        counts.invalidate(message);
        setAside.incrementAndGet();
    }

    /** How many messages were set aside since the start. */
    public long countSetAside() {
        return setAside.get();
    }

    private void awaitDatabase() {
        long waited = 0;
        long next = FIRST_PAUSE_MILLIS;
        try {
            do {
                pause.take(next);
                waited += next;
                next = Math.min(2 * next, LONGEST_PAUSE_MILLIS);
            } while (waited < LONGEST_WAIT.toMillis() && !databaseAnswers.getAsBoolean());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
