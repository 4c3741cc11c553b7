package relay.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmUpTest {
    private static final WarmUp WARM_UP = new WarmUp(LocalDate.parse("2027-01-30"), new Ramp(List.of(50, 100)));

    private static long at(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    @Test
    void allowsEachDayItsShareAndThenAnyNumber() {
        assertThat(WARM_UP.allowance(at("2027-01-30T00:00:00Z"))).isEqualTo(50);
        assertThat(WARM_UP.allowance(at("2027-01-30T23:59:59.999Z"))).isEqualTo(50);
        assertThat(WARM_UP.allowance(at("2027-01-31T00:00:00Z"))).isEqualTo(100);
        assertThat(WARM_UP.allowance(at("2027-02-01T00:00:00Z"))).isEqualTo(WarmUp.UNLIMITED);
    }

    @Test
    void allowsNothingBeforeItsFirstDay() {
        assertThat(WARM_UP.allowance(at("2027-01-29T23:59:59.999Z"))).isZero();
    }

    @Test
    void knowsWhenTheNextDayBegins() {
        assertThat(WarmUp.nextDay(at("2027-01-30T12:00:00Z"))).isEqualTo(at("2027-01-31T00:00:00Z"));
        assertThat(WarmUp.nextDay(at("2027-01-31T00:00:00Z"))).isEqualTo(at("2027-02-01T00:00:00Z"));
    }

    @Test
    void followsTheRampThatShips() {
        assertThat(Ramp.ofDefaults().days()).startsWith(50, 100, 500, 1_000).endsWith(1_000_000);
        assertThat(Ramp.parse(Ramp.ofDefaults().toString())).isEqualTo(Ramp.ofDefaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "50,", "a few", "50,-1", "99999999999"})
    void takesNoOtherRamps(String text) {
        assertThatThrownBy(() -> Ramp.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
