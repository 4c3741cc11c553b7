package relay.smtp.testing;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The rules of a server, the newest first. */
final class MxRules {
    private final Deque<MxRule<?>> rules = new ConcurrentLinkedDeque<>();

    void add(MxRule<?> rule) {
        rules.addFirst(rule);
    }

    void clear() {
        rules.clear();
    }

    /** The rule that applies, or null. */
    MxRule<?> find(MxMoment moment, String command) {
        for (MxRule<?> rule : rules) {
            if (rule.applies(moment, command)) {
                return rule;
            }
        }
        return null;
    }
}
