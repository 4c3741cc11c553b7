package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharesTest {
    private final Shares<String> shares = new Shares<>(1_000);

    private int takeAll(String holder, double factor) {
        int taken = 0;
        while (shares.room(holder, factor) > 0) {
            shares.take(holder);
            taken++;
        }
        return taken;
    }

    @Test
    void givesOneAloneItsPartAndKeepsTheRestFree() {
        assertThat(takeAll("A", 1)).isEqualTo(500);
        assertThat(shares.free()).isEqualTo(500);
    }

    @Test
    void givesANewcomerSomethingAfterManyOthers() {
        IntStream.range(0, 10).forEach(i -> takeAll("T" + i, 0.5));
        assertThat(shares.room("newcomer", 0.5)).isPositive();
    }

    @Test
    void hasRoomAgainWhenSomethingIsGivenBack() {
        takeAll("A", 2);
        assertThat(shares.room("A", 2)).isZero();
        IntStream.range(0, 5).forEach(i -> shares.giveBack("A"));
        assertThat(shares.room("A", 2)).isPositive();
    }

    @Test
    void isNeverOverfull() {
        IntStream.range(0, 5_000).forEach(i -> takeAll("T" + i, 100));
        assertThat(shares.free()).isZero();
        assertThat(shares.room("newcomer", 100)).isZero();
    }
}
