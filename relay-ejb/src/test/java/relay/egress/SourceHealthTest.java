package relay.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SourceHealthTest {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final SourceHealth health = new SourceHealth();
    private long now = 1_800_000_000_000L;

    @Test
    void restsForAMinuteAndTwiceAsLongEachTimeItFailsAgain() {
        for (int minutes : new int[] {1, 2, 4, 8, 16, 16}) {
            health.failed("gone", now);
            now += minutes * MINUTE - 1;
            assertThat(health.rests(now)).isTrue();
            now++;
            assertThat(health.rests(now)).isFalse();
        }
    }

    @Test
    void countsWhatFailsWhileItRestsOnce() {
        health.failed("gone", now);
        health.failed("gone as well", now + 1);
        assertThat(health.rests(now + MINUTE)).isFalse();
        assertThat(health.reason()).isEqualTo("gone");
    }

    @Test
    void isWellAgainOnceItHasWorked() {
        health.failed("gone", now);
        health.worked();
        assertThat(health.rests(now)).isFalse();
        health.failed("gone", now);
        assertThat(health.restUntil()).isEqualTo(now + MINUTE);
    }
}
