package relay.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import relay.egress.Allowances;
import relay.egress.EgressPlan;
import relay.egress.EgressPool;
import relay.egress.EgressSource;
import relay.egress.SourceHealth;
import relay.egress.WarmUp;
import relay.queue.QueueName;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.Stage;

/**
 * Chooses the source that a delivery leaves by: of its pool, by weight, one that works and, while it is warming up, has
 * not used up its day. On the engine's thread.
 */
final class Departures {
    private static final long SOON_MILLIS = 250;
    /** Most recipients whose source is remembered; the oldest ones are forgotten. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Allowances allowances;
    private EgressPlan plan = EgressPlan.ofDefaults();
    private final Map<String, SourceHealth> healths = new HashMap<>();
    private final SourceHealth always = new SourceHealth();
    private final Map<String, Ticket> tickets = new HashMap<>();
    private final Map<String, String> greylisted = new LinkedHashMap<>();

    Departures(Allowances allowances) {
        this.allowances = allowances;
    }

    /** Chooses by another plan from now on. */
    void use(EgressPlan changed) {
        Set<EgressSource> kept = new HashSet<>();
        for (String name : Set.copyOf(healths.keySet())) {
            EgressSource before = plan.source(name).orElse(null);
            if (before != null && changed.source(name).filter(before::equals).isPresent()) {
                kept.add(before);
            } else {
                healths.remove(name);
            }
        }
        allowances.keep(kept);
        plan = changed;
    }

    /** The source as the plan has it now, or null when it has none of that name any more. */
    EgressSource current(EgressSource source) {
        return plan.source(source.name()).orElse(null);
    }

    /** What is known of a source that has been used. */
    SourceHealth health(EgressSource source) {
        return source.equals(EgressSource.ofDefaults())
                ? always
                : healths.computeIfAbsent(source.name(), name -> new SourceHealth());
    }

    /** Tries sources again that rest. */
    void revive() {
        healths.values().forEach(SourceHealth::worked);
    }

    /** The pool of some mail. */
    EgressPool poolOf(QueueName queue) {
        return plan.poolOf(queue.tenantId(), queue.precedence());
    }

    /** Whether mail of a queue may leave by a source. */
    boolean isOpenTo(QueueName queue, Site site, EgressSource source) {
        return site.isInside()
                ? source.equals(EgressSource.ofDefaults())
                : poolOf(queue).has(source);
    }

    /** The source that a delivery leaves by, or null when it must wait. */
    EgressSource choose(Delivery delivery, Site site, long now) {
        if (plan.isTrivial() || site.isInside()) {
            return EgressSource.ofDefaults();
        }
        EgressPool pool = poolOf(delivery.queue());
        var turns = site.turns(pool);
        EgressSource next = returning(delivery, pool, site, now);
        if (next == null) {
            next = turns.next(source -> isUsable(source, site, now) && !site.isAway(source, now));
        }
        if (next == null) {
            // the site wants a pause from all of them, which is for its queues to see to
            next = turns.next(source -> isUsable(source, site, now));
        }
        if (next != null && next.warmUp() != null) {
            allowances.take(next, site.name(), now);
            tickets.put(delivery.key(), new Ticket(next, site.name(), WarmUp.day(now)));
        }
        return next;
    }

    /** Whoever was asked to come back is known by the address that it came from. */
    private EgressSource returning(Delivery delivery, EgressPool pool, Site site, long now) {
        String before = greylisted.isEmpty() ? null : greylisted.get(delivery.key());
        if (before != null) {
            for (EgressPool.Share share : pool.shares()) {
                if (share.source().name().equals(before) && isUsable(share.source(), site, now)) {
                    return share.source();
                }
            }
        }
        return null;
    }

    /** Remembers the source of whoever is asked to come back; {@code failure} is null for what was delivered. */
    void answered(Delivery delivery, EgressSource source, SmtpFailure failure) {
        if (plan.isTrivial()) {
            return;
        }
        if (Greylisting.isMeantBy(failure)) {
            greylisted.put(delivery.key(), source.name());
            if (greylisted.size() > MOST_REMEMBERED) {
                greylisted.remove(greylisted.keySet().iterator().next());
            }
        } else if (!greylisted.isEmpty()) {
            greylisted.remove(delivery.key());
        }
    }

    private boolean isUsable(EgressSource source, Site site, long now) {
        return works(source, site, now) && allowances.has(source, site.name(), now);
    }

    private boolean works(EgressSource source, Site site, long now) {
        return !health(source).rests(now) && site.isInReach(source);
    }

    /** Until when a delivery waits for the allowance of a source that works; null when none of its pool does. */
    Long waitUntil(Delivery delivery, Site site, long now) {
        Long first = null;
        for (EgressPool.Share share : poolOf(delivery.queue()).shares()) {
            if (works(share.source(), site, now)) {
                long next = allowances.next(share.source(), site.name(), now, SOON_MILLIS);
                first = first == null ? next : Math.min(first, next);
            }
        }
        return first;
    }

    /** Why a delivery cannot leave at all. */
    SmtpFailure refusal(Delivery delivery, Site site, long now) {
        EgressPool pool = poolOf(delivery.queue());
        List<String> reasons = new ArrayList<>();
        for (EgressPool.Share share : pool.shares()) {
            EgressSource source = share.source();
            SourceHealth health = health(source);
            reasons.add(source.name() + ": "
                    + (health.rests(now) ? health.reason() : site.name() + " is out of its reach"));
        }
        return new SmtpFailure(
                Stage.EGRESS,
                null,
                "No source of the pool " + pool.name() + " can be used: " + String.join("; ", reasons));
    }

    /**
     * Asked just before a delivery is sent: what it was allowed counts as used from now on. False when the day for which
     * it was allowed is over, and today has nothing left.
     */
    boolean mayLeave(Delivery delivery, long now) {
        if (tickets.isEmpty()) {
            return true;
        }
        Ticket ticket = tickets.remove(delivery.key());
        if (ticket == null || ticket.day() == WarmUp.day(now)) {
            return true;
        }
        boolean mayLeave = allowances.has(ticket.source(), ticket.site(), now);
        if (mayLeave) {
            allowances.take(ticket.source(), ticket.site(), now);
        }
        return mayLeave;
    }

    /** A delivery that was not sent leaves its allowance to others. */
    void forget(Delivery delivery) {
        if (!tickets.isEmpty()) {
            Ticket ticket = tickets.remove(delivery.key());
            if (ticket != null) {
                allowances.giveBack(ticket.source(), ticket.site(), ticket.day());
            }
        }
    }

    /** What was allowed for today and not used, and forgets it. */
    List<Allowances.Block> unused(long now) {
        return allowances.unused(now);
    }

    /** What a delivery was allowed: one message from a source to a site on a day. */
    private record Ticket(EgressSource source, String site, long day) {}
}
