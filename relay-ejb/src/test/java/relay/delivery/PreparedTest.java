package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import relay.ledger.MessageRow;
import relay.smtp.Content;
import relay.smtp.Envelope;

class PreparedTest {
    private final MessageRow message = Deliveries.message("01M80144MK6J2RQC1RB3", "transactional");

    private static Prepared.Ready from(String reversePath) {
        return new Prepared.Ready(Envelope.of(reversePath, List.of("a@x.test")), Content.of(new byte[0]));
    }

    @Test
    void aRemoteHostTellsTheSenderOnlyWhereTheSenderIsItsReversePath() {
        assertThat(from("sender@a.example").isUnderReversePathOf(message)).isTrue();
        assertThat(from("b+01m80144mk6j2rqc1rb3.0.0011223344556677@bounces.a.example")
                        .isUnderReversePathOf(message))
                .isFalse();
    }
}
