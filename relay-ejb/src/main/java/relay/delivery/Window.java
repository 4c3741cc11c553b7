package relay.delivery;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import relay.queue.QueueName;

/**
 * The deliveries that are in memory; everything else that waits is in the database only. No queue and no tenant can fill
 * it. Changed by the engine's thread, asked by all.
 */
final class Window {
    private static final double QUEUE_FACTOR = 0.5;
    private static final double FLOW_FACTOR = 1;

    private static final int TIGHT_SHARE = 10;
    private static final int LEAST_SHARE = 5;

    private final int capacity;
    private final Shares<QueueName> queues;
    private final Shares<QueueName.Flow> flows;
    private final Set<String> held = new HashSet<>();

    /** A window for so many deliveries. */
    Window(int capacity) {
        this.capacity = capacity;
        queues = new Shares<>(capacity);
        flows = new Shares<>(capacity);
    }

    /** How many more deliveries of a queue may come in now; from any thread. */
    int room(QueueName queue) {
        return Math.min(queues.room(queue, QUEUE_FACTOR), flows.room(queue.flow(), FLOW_FACTOR));
    }

    /** How many deliveries may come in at all; from any thread. */
    int free() {
        return queues.free();
    }

    /** Whether newcomers are about to find no room. */
    boolean isTight() {
        return free() < capacity / TIGHT_SHARE;
    }

    /** How many deliveries each of so many sites may keep when it is tight. */
    int fairShare(int sites) {
        return Math.max(LEAST_SHARE, capacity / 2 / Math.max(1, sites));
    }

    int held(QueueName queue) {
        return queues.held(queue);
    }

    /** How many deliveries of each queue are in memory. */
    Map<QueueName, Integer> holders() {
        return queues.holders();
    }

    boolean holds(Delivery delivery) {
        return held.contains(delivery.key());
    }

    /** Takes a delivery in; false when its queue has no room. It must not be held already. */
    boolean admit(Delivery delivery) {
        QueueName queue = delivery.queue();
        if (room(queue) == 0) {
            return false;
        }
        held.add(delivery.key());
        queues.take(queue);
        flows.take(queue.flow());
        return true;
    }

    void forget(Delivery delivery) {
        if (held.remove(delivery.key())) {
            queues.giveBack(delivery.queue());
            flows.giveBack(delivery.queue().flow());
        }
    }
}
