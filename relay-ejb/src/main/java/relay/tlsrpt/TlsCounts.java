package relay.tlsrpt;

import java.util.HashMap;
import java.util.Map;

/** Adds up in memory what is written down every minute; no message waits for it. Thread-safe. */
public final class TlsCounts {
    /** What is counted apart between two writes; a flood of different failures loses detail, not memory. */
    private static final int MOST = 10_000;

    private Map<CountedSession, Long> counts = new HashMap<>();

    synchronized void add(CountedSession session) {
        if (counts.size() < MOST || counts.containsKey(session)) {
            counts.merge(session, 1L, Long::sum);
        }
    }

    /** Everything that was counted, and begins anew. */
    synchronized Map<CountedSession, Long> take() {
        Map<CountedSession, Long> taken = counts;
        counts = new HashMap<>();
        return taken;
    }

    /** Takes back what could not be written. */
    synchronized void giveBack(Map<CountedSession, Long> taken) {
        taken.forEach((session, count) -> {
            if (counts.size() < MOST || counts.containsKey(session)) {
                counts.merge(session, count, Long::sum);
            }
        });
    }
}
