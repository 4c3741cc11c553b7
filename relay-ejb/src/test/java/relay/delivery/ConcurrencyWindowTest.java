package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcurrencyWindowTest {
    private static final int LIMIT = 100;

    private final ConcurrencyWindow window = new ConcurrencyWindow();

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            window.succeeded(LIMIT);
        }
    }

    @Test
    void beginsSmall() {
        assertThat(window.size(LIMIT)).isEqualTo(ConcurrencyWindow.INITIAL);
        assertThat(window.size(2)).isEqualTo(2);
    }

    @Test
    void growsWithSuccessUpToTheLimit() {
        succeed(1_000);
        assertThat(window.size(LIMIT)).isEqualTo(LIMIT);
    }

    @Test
    void isHalvedByAFailureAndGrowsSlowlyAfterwards() {
        succeed(1_000);
        window.failed(LIMIT);
        assertThat(window.size(LIMIT)).isEqualTo(LIMIT / 2);
        succeed(LIMIT / 2);
        assertThat(window.size(LIMIT)).isBetween(LIMIT / 2, LIMIT / 2 + 1);
    }

    @Test
    void isHalvedOnceForTheFailuresOfOneRound() {
        succeed(1_000);
        for (int i = 0; i < LIMIT; i++) {
            window.failed(LIMIT);
        }
        assertThat(window.size(LIMIT)).isEqualTo(LIMIT / 2);
    }

    @Test
    void neverShrinksToNothing() {
        for (int i = 0; i < 1_000; i++) {
            window.failed(LIMIT);
            window.succeeded(LIMIT);
        }
        assertThat(window.size(LIMIT)).isPositive();
    }
}
