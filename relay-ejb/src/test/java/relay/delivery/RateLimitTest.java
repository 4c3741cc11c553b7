package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.shaping.Rate;

class RateLimitTest {
    private static RateLimit of(int count, Duration period) {
        return new RateLimit(new Rate(count, period));
    }

    /** The times at which something passed, when somebody always wants to. */
    private static List<Long> times(RateLimit limit, long until) {
        List<Long> times = new ArrayList<>();
        long now = 0;
        while (now < until) {
            long wait = limit.waitMillis(now);
            if (wait == 0) {
                limit.passed(now);
                times.add(now);
            }
            now += wait;
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "5, 1000", "100, 60000", "3, 7"})
    void isNeverExceededByOneInAnyPeriod(int count, long period) {
        List<Long> times = times(of(count, Duration.ofMillis(period)), 20 * period);
        for (int i = 0; i + count < times.size(); i++) {
            assertThat(times.get(i + count) - times.get(i)).isGreaterThanOrEqualTo(period);
        }
        assertThat(times).hasSizeGreaterThanOrEqualTo(19 * count * (int) period / ((int) period + 1));
    }

    @Test
    void isNeverExceededByOneHoweverItIsAsked() {
        Random random = new Random(1);
        RateLimit limit = of(10, Duration.ofSeconds(1));
        List<Long> times = new ArrayList<>();
        for (long now = 0; now < 100_000; now += random.nextInt(200)) {
            if (limit.waitMillis(now) == 0) {
                limit.passed(now);
                times.add(now);
            }
        }
        for (int i = 0; i + 10 < times.size(); i++) {
            assertThat(times.get(i + 10) - times.get(i)).isGreaterThanOrEqualTo(1_000);
        }
    }

    @Test
    void letsABurstPassAtOnce() {
        RateLimit limit = of(20, Duration.ofMinutes(1));
        assertThat(times(limit, 1)).hasSize(20);
        assertThat(limit.waitMillis(1)).isPositive();
    }

    @Test
    void countsWhatHasPassedWhenTheLimitIsLowered() {
        RateLimit limit = of(10, Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            limit.passed(i);
        }
        limit.change(new Rate(2, Duration.ofSeconds(1)));
        assertThat(limit.waitMillis(500)).isEqualTo(8 + 1_000 - 500 + 1);
    }

    @Test
    void letsEverythingPassWithoutARate() {
        RateLimit limit = new RateLimit(null);
        for (int i = 0; i < 1_000; i++) {
            assertThat(limit.waitMillis(0)).isZero();
            limit.passed(0);
        }
    }
}
