package relay.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import relay.shaping.BackoffRule;
import relay.shaping.BackoffRule.Action;
import relay.shaping.BackoffRule.Scope;
import relay.shaping.Shaping;

/**
 * What the replies of a site have called for: a pause or a slower pace, of all mail to it, or of what comes from one
 * source, tenant or campaign.
 */
final class Backoff {
    private static final int MOST_HOLDERS = 1_000;

    private final Map<Counted, RateLimit> seen = new HashMap<>();
    private final Map<Holder, Pause> pauses = new HashMap<>();
    private final Map<Holder, Slow> slows = new HashMap<>();

    /** Whose mail is meant. */
    private record Holder(Scope scope, String name) {
        static final Holder EVERYBODY = new Holder(Scope.SITE, "");

        static Holder of(Scope scope, Delivery delivery, String source) {
            return switch (scope) {
                case SITE -> EVERYBODY;
                case SOURCE -> new Holder(scope, source);
                case TENANT -> new Holder(scope, delivery.message().tenantId());
                case CAMPAIGN ->
                    new Holder(
                            scope,
                            delivery.message().tenantId() + "/"
                                    + delivery.message().campaign());
            };
        }
    }

    /** What is counted until a rule is called for. */
    private record Counted(BackoffRule rule, Holder holder) {}

    /** A slower pace in force. */
    private static final class Slow {
        private final RateLimit rate = new RateLimit(null);
        private BackoffRule rule;
        private long until;

        void renew(BackoffRule wanted, long end) {
            rule = wanted;
            until = end;
            rate.change(wanted.messageRate());
        }
    }

    /** Takes a refusal of mail from a source in; answers with the rule that it brought into force, if any. */
    Optional<BackoffRule> observe(Shaping shaping, Delivery delivery, String source, String words, long now) {
        for (BackoffRule rule : shaping.backoff()) {
            if (rule.matches(words)) {
                Holder holder = Holder.of(rule.scope(), delivery, source);
                if (isCalledFor(rule, holder, now)) {
                    apply(rule, holder, words, now);
                    return Optional.of(rule);
                }
            }
        }
        return Optional.empty();
    }

    /** The first so many replies in a period only count. */
    private boolean isCalledFor(BackoffRule rule, Holder holder, long now) {
        if (rule.after() == null || rule.after().count() == 1) {
            return true;
        }
        if (seen.size() >= MOST_HOLDERS) {
            seen.values().removeIf(count -> count.isEmpty(now));
        }
        RateLimit count = seen.computeIfAbsent(new Counted(rule, holder), fresh -> new RateLimit(rule.after()));
        count.passed(now);
        return count.waitMillis(now) > 0;
    }

    private void apply(BackoffRule rule, Holder holder, String words, long now) {
        forgetWhatIsOver(now);
        if (rule.action() == Action.SUSPEND && pauses.size() < MOST_HOLDERS) {
            pauses.put(holder, new Pause(now + rule.duration().toMillis(), words));
        } else if (rule.action() == Action.SLOW && slows.size() < MOST_HOLDERS) {
            slows.computeIfAbsent(holder, fresh -> new Slow())
                    .renew(rule, now + rule.duration().toMillis());
        }
    }

    private void forgetWhatIsOver(long now) {
        pauses.values().removeIf(pause -> pause.until() <= now);
        slows.values().removeIf(slow -> slow.until <= now);
    }

    // Of the site and of sources

    /** The pause of all mail from a source, or null. */
    Pause pause(String source, long now) {
        if (pauses.isEmpty()) {
            return null;
        }
        Pause all = inForce(Holder.EVERYBODY, now);
        return all != null ? all : inForce(new Holder(Scope.SOURCE, source), now);
    }

    /** The most connections from a source, given those of its usual pace. */
    int connections(int usual, String source, long now) {
        if (slows.isEmpty()) {
            return usual;
        }
        return Math.min(
                fewer(usual, slow(Holder.EVERYBODY, now)), fewer(usual, slow(new Holder(Scope.SOURCE, source), now)));
    }

    private static int fewer(int usual, Slow slow) {
        return slow == null || slow.rule.connections() == null ? usual : Math.min(usual, slow.rule.connections());
    }

    /** Milliseconds until the slower pace lets the next message from a source go; 0 for now. */
    long messageWait(String source, long now) {
        if (slows.isEmpty()) {
            return 0;
        }
        return Math.max(wait(Holder.EVERYBODY, now), wait(new Holder(Scope.SOURCE, source), now));
    }

    void messagePassed(String source, long now) {
        if (!slows.isEmpty()) {
            pass(Holder.EVERYBODY, now);
            pass(new Holder(Scope.SOURCE, source), now);
        }
    }

    // Of tenants and campaigns

    /** The pause that a delivery is in because of its tenant or campaign, or null. */
    Pause pause(Delivery delivery, long now) {
        if (pauses.isEmpty()) {
            return null;
        }
        Pause tenant = inForce(Holder.of(Scope.TENANT, delivery, null), now);
        return tenant != null ? tenant : inForce(Holder.of(Scope.CAMPAIGN, delivery, null), now);
    }

    /** Whether the slower pace of its tenant and campaign lets a delivery go now. */
    boolean mayGo(Delivery delivery, long now) {
        return slows.isEmpty()
                || (wait(Holder.of(Scope.TENANT, delivery, null), now) == 0
                        && wait(Holder.of(Scope.CAMPAIGN, delivery, null), now) == 0);
    }

    /** A delivery goes at the pace of its tenant and campaign. */
    void goes(Delivery delivery, long now) {
        if (!slows.isEmpty()) {
            pass(Holder.of(Scope.TENANT, delivery, null), now);
            pass(Holder.of(Scope.CAMPAIGN, delivery, null), now);
        }
    }

    // What is in force

    private Pause inForce(Holder holder, long now) {
        Pause pause = pauses.get(holder);
        return pause == null || pause.until() <= now ? null : pause;
    }

    private Slow slow(Holder holder, long now) {
        Slow slow = slows.get(holder);
        return slow == null || slow.until <= now ? null : slow;
    }

    private long wait(Holder holder, long now) {
        Slow slow = slow(holder, now);
        return slow == null ? 0 : slow.rate.waitMillis(now);
    }

    private void pass(Holder holder, long now) {
        Slow slow = slow(holder, now);
        if (slow != null) {
            slow.rate.passed(now);
        }
    }

    /** Whether anything that replies have called for still counts. */
    boolean isInForce(long now) {
        return pauses.values().stream().anyMatch(pause -> pause.until() > now)
                || slows.values().stream().anyMatch(slow -> slow.until > now);
    }

    /** Ends every pause and every slower pace. */
    void end() {
        pauses.clear();
        slows.clear();
    }

    /**
     * Nothing is sent.
     *
     * @param until milliseconds since 1970
     * @param reason the reply that called for it
     */
    record Pause(long until, String reason) {}
}
