package relay.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.smtp.DsnNotify.DELAY;
import static relay.smtp.DsnNotify.FAILURE;
import static relay.smtp.DsnNotify.NEVER;
import static relay.smtp.DsnNotify.SUCCESS;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import relay.smtp.DsnNotify;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;

class DsnDecisionTest {
    private final DsnDecision decision = DsnDecision.ofDefaults();

    @Test
    void tellsFailuresAndDelaysUnasked() {
        assertThat(due()).containsExactly(DsnAction.FAILED, DsnAction.DELAYED);
        assertThat(new DsnDecision(false).isDue(DsnAction.DELAYED, recipient(), from("joe@example.org")))
                .isFalse();
    }

    @Test
    void tellsWhatIsAskedFor() {
        assertThat(due(FAILURE)).containsExactly(DsnAction.FAILED);
        assertThat(due(DELAY)).containsExactly(DsnAction.DELAYED);
        assertThat(due(SUCCESS)).containsExactly(DsnAction.DELIVERED, DsnAction.RELAYED, DsnAction.EXPANDED);
        assertThat(due(FAILURE, DELAY)).containsExactly(DsnAction.FAILED, DsnAction.DELAYED);
    }

    @Test
    void keepsSilentWhereItIsAskedTo() {
        assertThat(due(NEVER)).isEmpty();
        assertThat(due(NEVER, FAILURE)).isEmpty();
    }

    @Test
    void neverReportsOnAReport() {
        for (DsnAction action : DsnAction.values()) {
            assertThat(decision.isDue(action, recipient(SUCCESS, FAILURE, DELAY), from("")))
                    .isFalse();
        }
    }

    private List<DsnAction> due(DsnNotify... notify) {
        return Arrays.stream(DsnAction.values())
                .filter(action -> decision.isDue(action, recipient(notify), from("joe@example.org")))
                .toList();
    }

    private static ForwardPath recipient(DsnNotify... notify) {
        return new ForwardPath("a@dest.test", Set.of(notify), null);
    }

    private static Envelope from(String reversePath) {
        return Envelope.of(reversePath, List.of("a@dest.test"));
    }
}
