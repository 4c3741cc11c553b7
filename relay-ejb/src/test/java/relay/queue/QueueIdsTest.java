package relay.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueIdsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final QueueIds ids = new QueueIds(Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void increasesStrictlyWithinAMillisecond() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }
        assertThat(made).isSorted();
        assertThat(new HashSet<>(made)).hasSize(10_000);
    }

    @Test
    void sortsByTimeAcrossProcesses() {
        String later = new QueueIds(Clock.fixed(NOON.plusMillis(1), ZoneOffset.UTC)).next();
        assertThat(ids.next()).isLessThan(later);
    }

    @Test
    void goesOnWhenTheClockStepsBack() {
        String before = ids.next();
        QueueIds stepped = new QueueIds(new SteppingClock(NOON, NOON.minusSeconds(60)));
        String first = stepped.next();
        assertThat(stepped.next()).isGreaterThan(first);
        assertThat(before).hasSize(QueueIds.LENGTH);
    }

    @Test
    void derivesTheSameIdForTheSameKeyAndTime() {
        byte[] hash = {1, 2, 3};
        assertThat(QueueIds.derived("T", hash, 1_000)).isEqualTo(QueueIds.derived("T", hash, 1_000));
        assertThat(QueueIds.derived("T", hash, 1_000)).isNotEqualTo(QueueIds.derived("U", hash, 1_000));
        assertThat(QueueIds.derived("T", hash, 1_000)).isNotEqualTo(QueueIds.derived("T", hash, 1_001));
    }

    @Test
    void remembersWhenItWasMade() {
        assertThat(QueueIds.madeAt(ids.next())).isEqualTo(NOON);
        assertThat(QueueIds.madeAt(QueueIds.derived("T", new byte[] {1}, 1_000)))
                .isEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void everyTimeHasAFirstId() {
        assertThat(ids.next())
                .isGreaterThanOrEqualTo(QueueIds.first(NOON))
                .isLessThan(QueueIds.first(NOON.plusMillis(1)));
        assertThat(QueueIds.first(Instant.MIN)).isEqualTo("0".repeat(QueueIds.LENGTH));
        assertThat(QueueIds.first(Instant.MAX)).isEqualTo("Z".repeat(QueueIds.LENGTH));
    }

    @Test
    void knowsItsOwnForm() {
        assertThat(QueueIds.isQueueId(ids.next())).isTrue();
        assertThat(QueueIds.isQueueId("01M80144MK6J2RQC1RB")).isFalse();
        assertThat(QueueIds.isQueueId("01M80144MK6J2RQC1RBI")).isFalse();
        assertThat(QueueIds.isQueueId(null)).isFalse();
    }

    /** Answers one time once, then another. */
    private static final class SteppingClock extends Clock {
        private final Instant then;
        private Instant now;

        SteppingClock(Instant first, Instant then) {
            this.now = first;
            this.then = then;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            Instant answer = now;
            now = then;
            return answer;
        }
    }
}
