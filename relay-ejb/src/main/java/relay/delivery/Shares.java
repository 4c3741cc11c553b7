package relay.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much of something limited each may hold: as much as is still free, times a factor. One alone may take a good part,
 * several share, and a newcomer always finds some (dynamic thresholds, Choudhury and Hahne 1998). Changed by one thread,
 * read by all.
 *
 * @param <K> who shares
 */
final class Shares<K> {
    private final int capacity;
    private final AtomicInteger used = new AtomicInteger();
    private final ConcurrentMap<K, Integer> held = new ConcurrentHashMap<>();

    Shares(int capacity) {
        this.capacity = capacity;
    }

    int free() {
        return capacity - used.get();
    }

    int held(K holder) {
        return held.getOrDefault(holder, 0);
    }

    /** How many more a holder may take now, with this factor. */
    int room(K holder, double factor) {
        int free = free();
        return Math.max(0, Math.min(free, (int) Math.ceil(factor * free) - held(holder)));
    }

    /** Who holds how much. */
    Map<K, Integer> holders() {
        return Map.copyOf(held);
    }

    void take(K holder) {
        used.incrementAndGet();
        held.merge(holder, 1, Integer::sum);
    }

    void giveBack(K holder) {
        used.decrementAndGet();
        held.computeIfPresent(holder, (who, count) -> count == 1 ? null : count - 1);
    }
}
