package relay.policy;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import relay.smtp.Reply;
import relay.tenant.Tenant;

/**
 * How many recipients each tenant may submit in an hour and in a day. Counted in the memory of this node, only for
 * tenants that have a limit; a restart begins anew.
 */
public final class TenantLimits {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int HOUR_STEPS = 60;
    private static final int DAY_STEPS = 96;

    private final Clock clock;
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();

    public TenantLimits(Clock clock) {
        this.clock = clock;
    }

    /** Counts the recipients of a message, or says why it is not welcome now. */
    public Optional<Reply> admit(Tenant tenant, int recipients) {
        if (tenant.perHour() == null && tenant.perDay() == null) {
            counts.remove(tenant.id());
            return Optional.empty();
        }
        return counts.computeIfAbsent(tenant.id(), id -> new Counts()).admit(tenant, recipients, clock.millis());
    }

    /** The counts of one tenant. */
    private static final class Counts {
        private final SlidingCount hour = new SlidingCount(HOUR, HOUR_STEPS);
        private final SlidingCount day = new SlidingCount(DAY, DAY_STEPS);

        synchronized Optional<Reply> admit(Tenant tenant, int recipients, long now) {
            Optional<Reply> refusal = refusal(tenant.perHour(), "an hour", hour.sum(now), recipients)
                    .or(() -> refusal(tenant.perDay(), "a day", day.sum(now), recipients));
            if (refusal.isEmpty()) {
                hour.add(now, recipients);
                day.add(now, recipients);
            }
            return refusal;
        }

        private static Optional<Reply> refusal(Integer limit, String period, long used, int recipients) {
            if (limit == null || used + recipients <= limit) {
                return Optional.empty();
            }
            String words = "This account may send to " + limit + " recipients " + period;
            return Optional.of(
                    recipients > limit
                            ? Reply.of(550, "5.7.1", words + "; the message alone has " + recipients)
                            : Reply.of(450, "4.7.1", words + ", and has sent to " + used + "; try again later"));
        }
    }
}
