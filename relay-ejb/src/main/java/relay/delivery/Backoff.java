package relay.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import relay.shaping.BackoffRule;
import relay.shaping.BackoffRule.Action;
import relay.shaping.Shaping;

/** What the replies of a site have called for: a pause of all of its mail or of somebody's, or a slower pace. */
final class Backoff {
    private static final String EVERYBODY = "";
    private static final int MOST_PAUSES = 1_000;

    private final Map<BackoffRule, RateLimit> seen = new HashMap<>();
    private final Map<String, Pause> pauses = new HashMap<>();
    private final RateLimit slowRate = new RateLimit(null);
    private BackoffRule slow;
    private long slowUntil;

    /** Takes a refusal in; answers with the rule that it brought into force, if any. */
    Optional<BackoffRule> observe(Shaping shaping, Delivery delivery, String words, long now) {
        for (BackoffRule rule : shaping.backoff()) {
            if (rule.matches(words) && isCalledFor(rule, now)) {
                apply(rule, delivery, words, now);
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** The first so many replies in a period only count. */
    private boolean isCalledFor(BackoffRule rule, long now) {
        if (rule.after() == null || rule.after().count() == 1) {
            return true;
        }
        RateLimit count = seen.computeIfAbsent(rule, fresh -> new RateLimit(fresh.after()));
        count.passed(now);
        return count.waitMillis(now) > 0;
    }

    private void apply(BackoffRule rule, Delivery delivery, String words, long now) {
        if (rule.action() == Action.SUSPEND) {
            pauses.values().removeIf(pause -> pause.until() <= now);
            if (pauses.size() < MOST_PAUSES) {
                pauses.put(
                        holder(rule, delivery), new Pause(now + rule.duration().toMillis(), words));
            }
        } else if (rule.action() == Action.SLOW) {
            slow = rule;
            slowUntil = now + rule.duration().toMillis();
            slowRate.change(rule.messageRate());
        }
    }

    private static String holder(BackoffRule rule, Delivery delivery) {
        return switch (rule.scope()) {
            case SITE -> EVERYBODY;
            case TENANT -> tenant(delivery);
            case CAMPAIGN -> campaign(delivery);
        };
    }

    private static String tenant(Delivery delivery) {
        return delivery.message().tenantId();
    }

    private static String campaign(Delivery delivery) {
        return tenant(delivery) + "/" + delivery.message().campaign();
    }

    /** The pause of all mail, or null. */
    Pause pause(long now) {
        return inForce(EVERYBODY, now);
    }

    /** The pause that a delivery is in, or null. */
    Pause pause(Delivery delivery, long now) {
        if (pauses.isEmpty()) {
            return null;
        }
        Pause tenant = inForce(tenant(delivery), now);
        return tenant != null ? tenant : inForce(campaign(delivery), now);
    }

    private Pause inForce(String holder, long now) {
        Pause pause = pauses.get(holder);
        return pause == null || pause.until() <= now ? null : pause;
    }

    /** Whether anything that replies have called for still counts. */
    boolean isInForce(long now) {
        return isSlow(now) || pauses.values().stream().anyMatch(pause -> pause.until() > now);
    }

    boolean isSlow(long now) {
        return slow != null && now < slowUntil;
    }

    /** The most connections, given those of the site's usual pace. */
    int connections(int usual, long now) {
        return isSlow(now) && slow.connections() != null ? Math.min(usual, slow.connections()) : usual;
    }

    /** Milliseconds until the slower pace lets the next message go; 0 for now. */
    long messageWait(long now) {
        return isSlow(now) ? slowRate.waitMillis(now) : 0;
    }

    void messagePassed(long now) {
        if (isSlow(now)) {
            slowRate.passed(now);
        }
    }

    /** Ends every pause and the slower pace. */
    void end() {
        pauses.clear();
        slow = null;
    }

    /**
     * Nothing is sent.
     *
     * @param until milliseconds since 1970
     * @param reason the reply that called for it
     */
    record Pause(long until, String reason) {}
}
