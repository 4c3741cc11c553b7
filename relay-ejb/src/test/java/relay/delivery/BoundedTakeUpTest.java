package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class BoundedTakeUpTest {
    private static final Delivery ONE = Deliveries.of("Q1", "transactional", "joe@example.com");
    private static final Delivery OTHER = Deliveries.of("Q2", "transactional", "joe@example.com");
    private static final Prepared READY = new Prepared.Ready(null, null);
    private final RuntimeException broken =
            new UncheckedIOException("wrapped", new IOException("The content ends too early"));
    private final RuntimeException away = new UncheckedIOException(new IOException(new SQLException("gone", "08006")));

    private boolean databaseAnswers = true;
    private RuntimeException fault = broken;
    private final BoundedTakeUp takeUp = new BoundedTakeUp(this::prepare, () -> databaseAnswers);

    private Prepared prepare(Delivery delivery) {
        if (fault == null) {
            return READY;
        }
        throw fault;
    }

    private void fails(int times, Delivery delivery) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> takeUp.apply(delivery)).isSameAs(fault);
        }
    }

    @Test
    void holdsWhatFailsAgainAndAgainAndSaysWhy() {
        fails(4, ONE);
        assertThat(takeUp.apply(ONE))
                .isEqualTo(new Prepared.Hold("The relay failed 5 times to prepare it:"
                        + " java.io.IOException: The content ends too early"));
    }

    @Test
    void countsEachRecipientByItself() {
        fails(4, ONE);
        fails(4, OTHER);
        assertThat(takeUp.apply(ONE)).isInstanceOf(Prepared.Hold.class);
    }

    @Test
    void countsWhatFailsInARowOnly() {
        fails(4, ONE);
        fault = null;
        assertThat(takeUp.apply(ONE)).isSameAs(READY);
        fault = broken;
        fails(4, ONE);
    }

    @Test
    void givesAllTriesAgainOnceAnOperatorLetsItGo() {
        fails(4, ONE);
        assertThat(takeUp.apply(ONE)).isInstanceOf(Prepared.Hold.class);
        fails(4, ONE);
    }

    @Test
    void holdsNothingAgainstADeliveryWhileTheDatabaseIsAway() {
        fails(4, ONE);
        fault = away;
        fails(100, ONE);
        fault = broken;
        databaseAnswers = false;
        fails(100, ONE);
        databaseAnswers = true;
        assertThat(takeUp.apply(ONE)).isInstanceOf(Prepared.Hold.class);
    }
}
