package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.smtp.Reply;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.Stage;

class GreylistingTest {
    private static SmtpFailure refusal(String reply) {
        String text = reply.substring(4);
        return new SmtpFailure(
                Stage.RCPT,
                new Reply(Integer.parseInt(reply.substring(0, 3)), null, List.of(text)),
                "mx.test said " + reply);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "450 4.2.0 <joe@x.test>: Recipient address rejected: Greylisted, see http://postgrey.example | PT0S",
                "451 4.7.1 Greylisting in action, please come back in 00:05:00 | PT5M",
                "451 4.7.1 Please try again later | PT0S",
                "450 4.7.1 You have been graylisted, try again in 300 seconds | PT5M",
                "421 Greylisted, wait 10 minutes | PT10M",
                "451 4.7.1 Greylisted for 1 hour | PT1H",
                "451 Grey listed, come back after 24h | PT0S",
            })
    void isMeantByHostsThatAskUsToComeBack(String reply, Duration wait) {
        assertThat(Greylisting.isMeantBy(refusal(reply))).isTrue();
        assertThat(Greylisting.wait(refusal(reply)).orElse(Duration.ZERO)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({
        "451 4.7.1 Your address is blocked",
        "451 4.3.0 Try again later",
        "550 5.7.1 Greylisted for ever",
        "452 4.2.2 Mailbox full",
    })
    void isNotMeantByOthers(String reply) {
        assertThat(Greylisting.isMeantBy(refusal(reply))).isFalse();
    }

    @Test
    void isNotMeantByHostsThatSayNothing() {
        assertThat(Greylisting.isMeantBy(null)).isFalse();
        assertThat(Greylisting.isMeantBy(new SmtpFailure(Stage.CONNECT, null, "connection refused")))
                .isFalse();
    }
}
