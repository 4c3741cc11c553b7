package relay.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import relay.queue.Precedence;

/**
 * The deliveries of one site that could start, given out fairly: transactional mail before broadcast mail, which still
 * gets one turn in {@value #TURNS}; tenants in turn, each as often as its weight says; the campaigns of a tenant in turn;
 * and each campaign in its order.
 */
final class ReadyMail {
    static final int TURNS = 10;

    private final Tenants transactional = new Tenants();
    private final Tenants broadcast = new Tenants();
    private final ToIntFunction<String> weights;
    private int turn;
    private int size;

    /** Mail of tenants with these weights, each 1 or more. */
    ReadyMail(ToIntFunction<String> weights) {
        this.weights = weights;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Delivery delivery) {
        of(delivery.queue().precedence()).add(delivery);
        size++;
    }

    /** The next delivery of a flow that may start now, or null. */
    Delivery poll(Predicate<Delivery> mayStart) {
        boolean broadcastFirst = turn % TURNS == TURNS - 1;
        Delivery next = (broadcastFirst ? broadcast : transactional).poll(mayStart);
        if (next == null) {
            next = (broadcastFirst ? transactional : broadcast).poll(mayStart);
        }
        if (next != null) {
            turn = transactional.isEmpty() || broadcast.isEmpty() ? 0 : turn + 1;
            size--;
        }
        return next;
    }

    /** Takes everything out. */
    List<Delivery> drain() {
        List<Delivery> all = new ArrayList<>(size);
        for (Delivery next = poll(any -> true); next != null; next = poll(any -> true)) {
            all.add(next);
        }
        return all;
    }

    /** Keeps what comes first, so many, and takes the rest out. */
    List<Delivery> trim(int most) {
        if (size <= most) {
            return List.of();
        }
        List<Delivery> all = drain();
        all.subList(0, most).forEach(this::add);
        return all.subList(most, all.size());
    }

    private Tenants of(Precedence precedence) {
        return precedence == Precedence.TRANSACTIONAL ? transactional : broadcast;
    }

    /** The tenants that wait; the first one is served next. */
    private final class Tenants {
        private final Map<String, Campaigns> waiting = new LinkedHashMap<>();

        boolean isEmpty() {
            return waiting.isEmpty();
        }

        void add(Delivery delivery) {
            waiting.computeIfAbsent(delivery.message().tenantId(), id -> new Campaigns())
                    .add(delivery);
        }

        Delivery poll(Predicate<Delivery> mayStart) {
            for (Iterator<Map.Entry<String, Campaigns>> all = waiting.entrySet().iterator(); all.hasNext(); ) {
                Map.Entry<String, Campaigns> tenant = all.next();
                Campaigns campaigns = tenant.getValue();
                Delivery next = campaigns.poll(mayStart);
                if (next != null) {
                    if (campaigns.isEmpty()) {
                        all.remove();
                    } else if (campaigns.endsTurn(weights.applyAsInt(tenant.getKey()))) {
                        all.remove();
                        waiting.put(tenant.getKey(), campaigns);
                    }
                    return next;
                }
            }
            return null;
        }
    }

    /** The campaigns of a tenant that wait; mail of none is one of them. */
    private static final class Campaigns {
        private final Map<String, Queue<Delivery>> waiting = new LinkedHashMap<>();
        private int served;

        boolean isEmpty() {
            return waiting.isEmpty();
        }

        void add(Delivery delivery) {
            String campaign = delivery.message().campaign();
            waiting.computeIfAbsent(campaign == null ? "" : campaign, name -> new ArrayDeque<>())
                    .add(delivery);
        }

        /** The next one of the first campaign that may start, or null. */
        Delivery poll(Predicate<Delivery> mayStart) {
            for (Map.Entry<String, Queue<Delivery>> campaign : waiting.entrySet()) {
                if (mayStart.test(campaign.getValue().peek())) {
                    return take(campaign.getKey(), campaign.getValue());
                }
            }
            return null;
        }

        /** The campaign goes to the end of the line. */
        private Delivery take(String campaign, Queue<Delivery> mail) {
            Delivery next = mail.remove();
            if (waiting.size() > 1 || mail.isEmpty()) {
                waiting.remove(campaign);
                if (!mail.isEmpty()) {
                    waiting.put(campaign, mail);
                }
            }
            return next;
        }

        boolean endsTurn(int weight) {
            served = (served + 1) % Math.max(1, weight);
            return served == 0;
        }
    }
}
