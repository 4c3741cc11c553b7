package relay.smtp.listener;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the octets that messages under way hold in memory, over all sessions. Thread-safe. */
final class MemoryBudget {
    private final long most;
    private final AtomicLong used = new AtomicLong();

    MemoryBudget(long most) {
        this.most = most;
    }

    void take(long octets) {
        used.addAndGet(octets);
    }

    void giveBack(long octets) {
        used.addAndGet(-octets);
    }

    /** Whether messages had better go to disk early. */
    boolean isExhausted() {
        return used.get() >= most;
    }

    long used() {
        return used.get();
    }
}
