package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.smtp.BodyType;
import relay.smtp.DsnNotify;
import relay.smtp.DsnReturn;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;
import relay.smtp.Reply;

class EnvelopeCommandsTest {
    private static final ForwardPath BOB =
            new ForwardPath("bob@example.org", Set.of(DsnNotify.FAILURE, DsnNotify.SUCCESS), "rfc822;Bob@example.org");
    private static final Envelope RICH = new Envelope(
            "alice@example.com", List.of(BOB), BodyType.EIGHT_BIT_MIME, true, DsnReturn.HDRS, "QQ+20314159");

    @Test
    void saysAllOptionsThatAreOffered() {
        EnvelopeCommands commands = commands(RICH, "SIZE 1000", "8BITMIME", "SMTPUTF8", "DSN");
        assertThat(commands.refusal()).isNull();
        assertThat(commands.mail())
                .isEqualTo("MAIL FROM:<alice@example.com> SIZE=100 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=QQ+20314159");
        assertThat(commands.rcpt(BOB))
                .isEqualTo("RCPT TO:<bob@example.org> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Bob@example.org");
    }

    @Test
    void leavesOutWhatIsNotOffered() {
        EnvelopeCommands commands = commands(RICH, "8BITMIME", "SMTPUTF8");
        assertThat(commands.mail()).isEqualTo("MAIL FROM:<alice@example.com> BODY=8BITMIME SMTPUTF8");
        assertThat(commands.rcpt(BOB)).isEqualTo("RCPT TO:<bob@example.org>");
    }

    @Test
    void leavesOutWhatIsNotGiven() {
        EnvelopeCommands commands =
                commands(Envelope.of("", List.of("bob@example.org")), "8BITMIME", "SMTPUTF8", "DSN");
        assertThat(commands.mail()).isEqualTo("MAIL FROM:<>");
        assertThat(commands.rcpt(ForwardPath.of("bob@example.org"))).isEqualTo("RCPT TO:<bob@example.org>");
    }

    @Test
    void leavesOutDsnValuesThatCouldNotStandInACommand() {
        ForwardPath recipient = new ForwardPath("bob@example.org", Set.of(DsnNotify.NEVER), "rfc822;a b");
        Envelope envelope = new Envelope(
                "a@example.com", List.of(recipient), BodyType.SEVEN_BIT, false, DsnReturn.FULL, "x\r\nRSET");
        EnvelopeCommands commands = commands(envelope, "DSN");
        assertThat(commands.mail()).isEqualTo("MAIL FROM:<a@example.com> RET=FULL");
        assertThat(commands.rcpt(recipient)).isEqualTo("RCPT TO:<bob@example.org> NOTIFY=NEVER");
    }

    @Test
    void refusesEightBitContentWithout8BitMime() {
        assertThat(commands(RICH, "SMTPUTF8").refusal())
                .isEqualTo(Reply.of(
                        554, "5.6.3", "remote host mx.test does not support 8BITMIME, which this message needs"));
    }

    @Test
    void refusesInternationalMailWithoutSmtpUtf8() {
        assertThat(commands(RICH, "8BITMIME").refusal())
                .isEqualTo(Reply.of(
                        553, "5.6.7", "remote host mx.test does not support SMTPUTF8, which this message needs"));
    }

    @Test
    void refusesAMessageAboveTheSizeLimit() {
        assertThat(commands(RICH, "SIZE 99", "8BITMIME", "SMTPUTF8").refusal())
                .isEqualTo(Reply.of(
                        552,
                        "5.3.4",
                        "remote host mx.test does not support messages above 99 bytes; this one has 100"));
        assertThat(commands(RICH, "SIZE 100", "8BITMIME", "SMTPUTF8").refusal()).isNull();
    }

    @Test
    void writesADomainInItsAsciiForm() {
        ForwardPath recipient = ForwardPath.of("bob@bücher.example");
        EnvelopeCommands commands = commands(Envelope.of("a@grün.example", List.of(recipient.address())));
        assertThat(commands.refusal()).isNull();
        assertThat(commands.refusal(recipient)).isNull();
        assertThat(commands.mail()).isEqualTo("MAIL FROM:<a@xn--grn-ioa.example>");
        assertThat(commands.rcpt(recipient)).isEqualTo("RCPT TO:<bob@xn--bcher-kva.example>");
    }

    @Test
    void refusesALocalPartBeyondAsciiWithoutSmtpUtf8() {
        ForwardPath recipient = ForwardPath.of("bücher@example.org");
        EnvelopeCommands commands = commands(Envelope.of("a@example.com", List.of(recipient.address())));
        assertThat(commands.refusal()).isNull();
        assertThat(commands.refusal(recipient).toString())
                .isEqualTo("553 5.6.7 remote host mx.test does not support SMTPUTF8, which this address needs");
    }

    @Test
    void asksForSmtpUtf8WhereAnAddressNeedsIt() {
        ForwardPath recipient = ForwardPath.of("bücher@grün.example");
        EnvelopeCommands commands = commands(Envelope.of("a@example.com", List.of(recipient.address())), "SMTPUTF8");
        assertThat(commands.mail()).isEqualTo("MAIL FROM:<a@example.com> SMTPUTF8");
        assertThat(commands.rcpt(recipient)).isEqualTo("RCPT TO:<bücher@grün.example>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b\r\nRSET",
                "a@b\nX",
                "a@b> NOTIFY=NEVER",
                "a b@c",
                "\"a@b",
                "a@b\u0000",
                "a<b@c",
                "a\u0085@b",
                "\"a\\\"@b",
                "a\ud800@b"
            })
    void refusesAnAddressThatWouldEndItsCommand(String address) {
        EnvelopeCommands commands = commands(Envelope.of(address, List.of(address)), "SMTPUTF8");
        assertThat(commands.refusal())
                .isEqualTo(Reply.of(553, "5.1.7", "the reverse-path is no mailbox that can be sent"));
        assertThat(commands.refusal(ForwardPath.of(address)))
                .isEqualTo(Reply.of(553, "5.1.3", "the recipient is no mailbox that can be sent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a > b\"@c", "\"a\\\"b\"@c", "a+b=c@[127.0.0.1]", "postmaster"})
    void allowsWhatIsOdd(String address) {
        assertThat(commands(Envelope.of(address, List.of(address))).refusal()).isNull();
    }

    @Test
    void refusesAnEmptyRecipient() {
        EnvelopeCommands commands = commands(Envelope.of("a@b", List.of("")));
        assertThat(commands.refusal(ForwardPath.of("")).code()).isEqualTo(553);
    }

    private static EnvelopeCommands commands(Envelope envelope, String... offers) {
        List<String> lines = new ArrayList<>(List.of("mx.test"));
        lines.addAll(List.of(offers));
        return new EnvelopeCommands(envelope, 100, Capabilities.of(new Reply(250, null, lines)), "mx.test");
    }
}
