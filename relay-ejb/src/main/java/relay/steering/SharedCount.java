package relay.steering;

import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Something that takes long to count and that many ask for: counted by one of them at a time, for all who ask meanwhile,
 * and kept for {@value #FACTOR} times as long as counting took, so that counting takes a sixth of the time at most. A count
 * that failed is not kept.
 *
 * @param <T> what is counted; immutable
 */
public final class SharedCount<T> {
    private static final int FACTOR = 5;
    private static final long LEAST_MILLIS = 1_000;

    private final Counting<T> counting;
    private final Clock clock;
    private final AtomicReference<CompletableFuture<Kept<T>>> latest = new AtomicReference<>();

    /** How it is counted. */
    public interface Counting<T> {
        /** Counts now. */
        T count() throws SQLException;
    }

    private record Kept<T>(T value, long countedAt, long until) {
        boolean isFresh(long now) {
            // the clock may have been set back
            return countedAt <= now && now < until;
        }
    }

    public SharedCount(Counting<T> counting, Clock clock) {
        this.counting = counting;
        this.clock = clock;
    }

    /** The count of a moment ago, or a new one. */
    public T get() throws SQLException {
        CompletableFuture<Kept<T>> known = latest.get();
        while (!isOfUse(known)) {
            CompletableFuture<Kept<T>> mine = new CompletableFuture<>();
            if (latest.compareAndSet(known, mine)) {
                return count(mine);
            }
            known = latest.get();
        }
        return await(known);
    }

    private boolean isOfUse(CompletableFuture<Kept<T>> known) {
        return known != null
                && (!known.isDone()
                        || (!known.isCompletedExceptionally() && known.join().isFresh(clock.millis())));
    }

    private T count(CompletableFuture<Kept<T>> mine) throws SQLException {
        try {
            long begun = clock.millis();
            T value = counting.count();
            long now = clock.millis();
            mine.complete(new Kept<>(value, now, now + Math.max(LEAST_MILLIS, FACTOR * (now - begun))));
            return value;
        } catch (SQLException | RuntimeException | Error e) {
            // whoever waits must not wait for ever, whatever went wrong
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private static <T> T await(CompletableFuture<Kept<T>> counted) throws SQLException {
        try {
            return counted.join().value();
        } catch (CompletionException e) {
            throw new SQLException("Counting for another caller failed", e.getCause());
        }
    }
}
