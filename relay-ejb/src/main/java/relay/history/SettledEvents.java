package relay.history;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import relay.queue.QueueIds;

/**
 * Reads events so that a cursor misses none. Ids are in the order of time, but an event is seen when it is committed,
 * perhaps after a later one: whoever had read the later one would never see it.
 *
 * <p>So a page ends before what may still be committed: what the ledger of this node has not written yet, however old,
 * and what other writers and nodes have begun within the margin. A page that reaches the present waits for them once, so
 * that whatever happened before the question is in the answer.
 */
final class SettledEvents {
    /** Longer than a transaction takes that writes events outside the ledger. */
    static final Duration MARGIN = Duration.ofMillis(500);

    private final Clock clock;
    private final LongSupplier oldestWaiting;
    private final Pause pause;

    /** Time that passes. */
    interface Pause {
        void take(long millis) throws InterruptedException;
    }

    /** One page of events whose ids are smaller than this one. */
    interface Events {
        Slice<EventRecord> before(String id) throws SQLException;
    }

    /**
     * A way to read.
     *
     * @param oldestWaiting when the oldest entry came that the ledger has not written, milliseconds since 1970
     */
    SettledEvents(Clock clock, LongSupplier oldestWaiting, Pause pause) {
        this.clock = clock;
        this.oldestWaiting = oldestWaiting;
        this.pause = pause;
    }

    Slice<EventRecord> page(Events events) throws SQLException {
        long now = clock.millis();
        Slice<EventRecord> settled = events.before(horizon(now - MARGIN.toMillis()));
        return settled.next() != null || !waited() ? settled : events.before(horizon(now + 1));
    }

    /** An event gets its id shortly before the ledger gets the event. */
    private String horizon(long at) {
        long oldest = oldestWaiting.getAsLong();
        return QueueIds.first(
                Instant.ofEpochMilli(oldest == Long.MAX_VALUE ? at : Math.min(at, oldest - MARGIN.toMillis())));
    }

    private boolean waited() {
        try {
            pause.take(MARGIN.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
