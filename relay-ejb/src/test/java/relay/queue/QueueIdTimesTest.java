package relay.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class QueueIdTimesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00.123Z");

    @Test
    void remembersWhenTheyWereMade() {
        String id = new QueueIds(Clock.fixed(NOW, ZoneOffset.UTC)).next();

        assertThat(QueueIds.isQueueId(id)).isTrue();
        assertThat(QueueIds.madeAt(id)).isEqualTo(NOW);
    }

    @Test
    void sortByTime() {
        String id = new QueueIds(Clock.fixed(NOW, ZoneOffset.UTC)).next();

        assertThat(id).isGreaterThanOrEqualTo(QueueIds.first(NOW)).isLessThan(QueueIds.first(NOW.plusMillis(1)));
        assertThat(QueueIds.first(Instant.MIN)).isEqualTo("0".repeat(20));
        assertThat(QueueIds.first(Instant.MAX)).isEqualTo("Z".repeat(20));
    }

    @Test
    void deriveFromTenantKeyAndTime() {
        byte[] key = {1, 2};

        String id = QueueIds.derived("tenant", key, NOW.toEpochMilli());

        assertThat(QueueIds.derived("tenant", key, NOW.toEpochMilli())).isEqualTo(id);
        assertThat(QueueIds.derived("other", key, NOW.toEpochMilli())).isNotEqualTo(id);
        assertThat(QueueIds.madeAt(id)).isEqualTo(NOW);
    }
}
