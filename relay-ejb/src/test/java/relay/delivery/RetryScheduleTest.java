package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
    private final RetrySchedule schedule = RetrySchedule.ofDefaults();

    @ParameterizedTest
    @CsvSource({"1, PT1M", "2, PT5M", "3, PT15M", "4, PT30M", "5, PT1H", "6, PT2H", "7, PT4H", "8, PT4H", "100, PT4H"})
    void waitsLongerAfterEachAttemptAndThenEveryFourHours(int attempts, Duration wait) {
        assertThat(schedule.waitAfter(attempts, () -> 0.5)).isEqualTo(wait);
    }

    @Test
    void spreadsByAFifthToBothSides() {
        assertThat(schedule.waitAfter(1, () -> 0)).isEqualTo(Duration.ofSeconds(48));
        assertThat(schedule.waitAfter(1, () -> 0.999999999)).isEqualTo(Duration.ofSeconds(72));
    }

    @Test
    void fitsSomeThirtyAttemptsIntoFiveDays() {
        Duration age = Duration.ZERO;
        int attempts = 1;
        while (age.compareTo(schedule.lifetime()) < 0) {
            age = age.plus(schedule.waitAfter(attempts++, () -> 0.5));
        }
        assertThat(attempts).isBetween(30, 40);
    }

    @Test
    void needsAtLeastOneWait() {
        assertThatThrownBy(() -> new RetrySchedule(List.of(), Duration.ofDays(5), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
