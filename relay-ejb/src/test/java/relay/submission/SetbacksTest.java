package relay.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetbacksTest {
    private final List<Long> pauses = new ArrayList<>();
    private int absentFor;
    private final Setbacks setbacks = new Setbacks(() -> absentFor <= pauses.size(), pauses::add);

    private static SQLException refused() {
        return new SQLException("value too long", "22001");
    }

    private static SQLException away() {
        return new SQLException("connection lost", "08006");
    }

    private void fail(String message, Throwable fault, int times) {
        for (int i = 0; i < times; i++) {
            setbacks.failed(message, fault);
        }
    }

    @Test
    void givesUpWhatTheDatabaseRefusesAgainAndAgain() {
        fail("a", refused(), Setbacks.TRIES - 1);
        assertThat(setbacks.isHopeless("a")).isFalse();
        fail("a", refused(), 1);
        assertThat(setbacks.isHopeless("a")).isTrue();
        assertThat(setbacks.reason("a")).contains("value too long");
        assertThat(pauses).isEmpty();
    }

    @Test
    void givesUpWhatCannotBeRead() {
        fail("a", new java.io.IOException("unknown version 77"), Setbacks.TRIES);
        assertThat(setbacks.isHopeless("a")).isTrue();
    }

    @Test
    void holdsNothingAgainstOthers() {
        fail("a", refused(), Setbacks.TRIES);
        assertThat(setbacks.isHopeless("b")).isFalse();
    }

    @Test
    void holdsNothingAgainstAMessageWhileTheDatabaseIsAway() {
        fail("a", new SQLException(away()), 100);
        assertThat(setbacks.isHopeless("a")).isFalse();
    }

    @Test
    void holdsAFaultOfAnyKindAgainstNobodyWhileTheDatabaseDoesNotAnswer() {
        absentFor = Integer.MAX_VALUE;
        fail("a", new IllegalStateException("no connection from the pool"), 2 * Setbacks.TRIES);
        assertThat(setbacks.isHopeless("a")).isFalse();
    }

    @Test
    void waitsUntilTheDatabaseIsBackWithLongerAndLongerPauses() {
        absentFor = 3;
        setbacks.failed("a", away());
        assertThat(pauses).containsExactly(100L, 200L, 400L);
    }

    @Test
    void doesNotWaitForEver() {
        absentFor = Integer.MAX_VALUE;
        setbacks.failed("a", away());
        assertThat(pauses.stream().mapToLong(Long::longValue).sum())
                .isBetween(Setbacks.LONGEST_WAIT.toMillis(), Setbacks.LONGEST_WAIT.toMillis() + 5_000);
    }

    @Test
    void forgetsTheFailuresOfWhatWasRecorded() {
        fail("a", refused(), Setbacks.TRIES - 1);
        setbacks.recorded("a");
        fail("a", refused(), 1);
        assertThat(setbacks.isHopeless("a")).isFalse();
    }

    @Test
    void countsWhatWasSetAside() {
        fail("a", refused(), Setbacks.TRIES);
        setbacks.setAside("a");
        assertThat(setbacks.countSetAside()).isEqualTo(1);
        assertThat(setbacks.isHopeless("a")).isFalse();
    }
}
