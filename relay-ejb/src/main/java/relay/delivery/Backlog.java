package relay.delivery;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import relay.queue.Precedence;
import relay.queue.QueueName;

/**
 * What is known of the queues in the database: when the first delivery of each is due. Transactional queues are looked
 * into before broadcast ones, and of each kind the one that has waited longest.
 */
final class Backlog {
    private static final long ON_ITS_WAY_MILLIS = 5_000;

    private final Map<QueueName, Waiting> queues = new HashMap<>();
    private final Map<Precedence, TreeSet<Waiting>> inOrder = new EnumMap<>(Precedence.class);
    /** When they are looked into. */
    private final Map<QueueName, Long> overflowed = new HashMap<>();

    private long sequence;

    Backlog() {
        for (Precedence precedence : Precedence.values()) {
            inOrder.put(precedence, new TreeSet<>());
        }
    }

    int size() {
        return queues.size();
    }

    /** A delivery of the queue is due at this time: the queue is looked into then, or earlier if that was known. */
    void note(QueueName queue, long dueAt) {
        Waiting known = queues.get(queue);
        if (known == null || dueAt < known.dueAt) {
            put(queue, dueAt);
        }
    }

    /** Fresh mail of the queue had no room in memory. */
    void overflow(QueueName queue, long now) {
        overflowed.put(queue, now);
        note(queue, now);
    }

    /** Whether the queue holds mail of this run that is due at once, whatever the time of its row. */
    boolean hasOverflowed(QueueName queue) {
        return overflowed.containsKey(queue);
    }

    /** Whether mail of the queue that had no room may be on its way to the database still. */
    boolean hasJustOverflowed(QueueName queue, long now) {
        Long at = overflowed.get(queue);
        return at != null && now < at + ON_ITS_WAY_MILLIS;
    }

    /** What stood in the way of fresh mail is gone: its queues are looked into now. */
    void retryOverflowed(long now) {
        overflowed.keySet().forEach(queue -> note(queue, now));
    }

    /** Mail of the queue cannot go before this time: it is not looked into until then. */
    void park(QueueName queue, long until) {
        overflowed.put(queue, until);
        put(queue, until);
    }

    /** Nothing of the queue waits in the database any more, as far as is known. */
    void remove(QueueName queue) {
        Waiting known = queues.remove(queue);
        if (known != null) {
            inOrder.get(queue.precedence()).remove(known);
        }
        overflowed.remove(queue);
    }

    /** Queues to look into now, at most so many; they are forgotten until they are noted again. */
    List<QueueName> takeDue(long now, int most, Predicate<QueueName> wanted) {
        List<QueueName> due = new ArrayList<>();
        for (TreeSet<Waiting> waiting : inOrder.values()) {
            for (Waiting next : waiting) {
                if (next.dueAt > now || due.size() == most) {
                    break;
                }
                if (wanted.test(next.queue)) {
                    due.add(next.queue);
                }
            }
        }
        due.forEach(this::forgetTime);
        return due;
    }

    /** Nothing more of the queue is due at once. */
    void caughtUp(QueueName queue) {
        overflowed.remove(queue);
    }

    private void put(QueueName queue, long dueAt) {
        forgetTime(queue);
        Waiting waiting = new Waiting(dueAt, sequence++, queue);
        queues.put(queue, waiting);
        inOrder.get(queue.precedence()).add(waiting);
    }

    private void forgetTime(QueueName queue) {
        Waiting known = queues.remove(queue);
        if (known != null) {
            inOrder.get(queue.precedence()).remove(known);
        }
    }

    private record Waiting(long dueAt, long sequence, QueueName queue) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            int byTime = Long.compare(dueAt, other.dueAt);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }
}
