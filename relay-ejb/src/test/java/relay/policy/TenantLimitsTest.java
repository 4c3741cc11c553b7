package relay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import relay.smtp.Reply;
import relay.tenant.Tenant;

class TenantLimitsTest {
    private Instant now = Instant.parse("2026-11-21T09:00:00Z");

    private final TenantLimits limits = new TenantLimits(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @Test
    void admitsAsMuchAsTheLimitAllows() {
        assertThat(limits.admit(tenant(10, null), 6)).isEmpty();
        assertThat(limits.admit(tenant(10, null), 5))
                .map(Reply::toString)
                .contains("450 4.7.1 This account may send to 10 recipients an hour, and has sent to 6;"
                        + " try again later");
        assertThat(limits.admit(tenant(10, null), 4)).isEmpty();
    }

    @Test
    void admitsAgainWhenTheHourHasPassed() {
        limits.admit(tenant(10, null), 10);
        now = now.plus(Duration.ofMinutes(59));
        assertThat(limits.admit(tenant(10, null), 1)).isPresent();
        now = now.plus(Duration.ofMinutes(1));

        assertThat(limits.admit(tenant(10, null), 10)).isEmpty();
    }

    @Test
    void countsTheDayToo() {
        for (int hour = 0; hour < 3; hour++) {
            assertThat(limits.admit(tenant(10, 30), 10)).isEmpty();
            now = now.plus(Duration.ofHours(1));
        }
        assertThat(limits.admit(tenant(10, 30), 1)).map(Reply::code).contains(450);
        now = now.plus(Duration.ofHours(21));

        assertThat(limits.admit(tenant(10, 30), 10)).isEmpty();
    }

    @Test
    void refusesForGoodWhatCanNeverPass() {
        assertThat(limits.admit(tenant(10, null), 11)).map(Reply::code).contains(550);
    }

    @Test
    void doesNotCountWithoutALimit() {
        assertThat(limits.admit(tenant(null, null), 1_000_000)).isEmpty();
        assertThat(limits.admit(tenant(10, null), 10)).isEmpty();
    }

    @Test
    void forgetsAfterALongSilence() {
        limits.admit(tenant(10, 10), 10);
        now = now.plus(Duration.ofDays(400));

        assertThat(limits.admit(tenant(10, 10), 10)).isEmpty();
    }

    private static Tenant tenant(Integer perHour, Integer perDay) {
        return new Tenant("T", "t", false, perHour, perDay);
    }
}
