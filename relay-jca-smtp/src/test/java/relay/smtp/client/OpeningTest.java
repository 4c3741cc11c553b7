package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.smtp.testing.MxMoment.CONNECT;
import static relay.smtp.testing.MxMoment.EHLO;
import static relay.smtp.testing.MxMoment.HELO;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import relay.smtp.Reply;
import relay.smtp.testing.ScriptedMx;

/** From the connection to the answer to EHLO. */
class OpeningTest extends ClientScenario {
    @Test
    void saysEhlo() throws Exception {
        start(ScriptedMx.script());
        SmtpConnection connection = connection();
        assertThat(connection.isOpen()).isTrue();
        assertThat(connection.tls()).isNull();
        assertThat(connection.host()).isEqualTo(host(TlsRequirement.NONE));
        assertThat(mx.session(1).commands()).containsExactly("EHLO relay.test");
    }

    @Test
    void fallsBackToHelo() throws Exception {
        start(ScriptedMx.script().on(EHLO).reply("502 5.5.1 what is that?"));
        assertThat(sendToBob(connection()).isDelivered()).isTrue();
        assertThat(mx.session(1).commands())
                .containsExactly(
                        "EHLO relay.test",
                        "HELO relay.test",
                        "MAIL FROM:<alice@example.com>",
                        "RCPT TO:<bob@example.org>",
                        "DATA");
    }

    @Test
    void failsWhenHeloIsRefusedToo() throws Exception {
        start(ScriptedMx.script().on(EHLO).reply("502 5.5.1 no").on(HELO).reply("550 5.7.1 go away"));
        assertThat(refusal())
                .isEqualTo(new SmtpFailure(
                        Stage.EHLO, Reply.of(550, "5.7.1", "go away"), "mx.test said 550 5.7.1 go away"));
    }

    @Test
    void triesNoHeloAfterATransientRefusal() throws Exception {
        start(ScriptedMx.script().on(EHLO).reply("451 4.3.2 not now"));
        assertThat(refusal().reply()).isEqualTo(Reply.of(451, "4.3.2", "not now"));
        mx.session(1).awaitEnd();
        assertThat(mx.session(1).commands()).containsExactly("EHLO relay.test", "QUIT");
    }

    @Test
    void reportsARefusedConnection() throws Exception {
        start(ScriptedMx.script());
        mx.close();
        assertThat(refusal()).isEqualTo(new SmtpFailure(Stage.CONNECT, null, "connection refused"));
    }

    @Test
    void reportsAnUnknownAddress() throws Exception {
        RemoteHost nowhere =
                new RemoteHost("mx.test", InetSocketAddress.createUnresolved("mx.test", 25), TlsRequirement.NONE, null);
        assertThat(refusal(nowhere)).isEqualTo(new SmtpFailure(Stage.CONNECT, null, "address of mx.test is not known"));
    }

    @Test
    void reportsARefusalInPlaceOfAGreeting() throws Exception {
        start(ScriptedMx.script().on(CONNECT).reply("554-5.7.1 your network", "554 5.7.1 is not welcome"));
        SmtpFailure failure = refusal();
        assertThat(failure.stage()).isEqualTo(Stage.GREETING);
        assertThat(failure.reply().toString()).isEqualTo("554 5.7.1 your network is not welcome");
    }

    @Test
    void reportsABusyHost() throws Exception {
        start(ScriptedMx.script().on(CONNECT).replyAndDrop("421 4.3.2 too many connections"));
        SmtpFailure failure = refusal();
        assertThat(failure.stage()).isEqualTo(Stage.GREETING);
        assertThat(failure.reply()).isEqualTo(Reply.of(421, "4.3.2", "too many connections"));
    }

    @Test
    void reportsAHostThatClosesInPlaceOfAGreeting() throws Exception {
        start(ScriptedMx.script().on(CONNECT).drop());
        assertThat(refusal()).isEqualTo(new SmtpFailure(Stage.GREETING, null, "connection closed by peer"));
    }

    @Test
    void reportsAHostThatResetsInPlaceOfAGreeting() throws Exception {
        start(ScriptedMx.script().on(CONNECT).reset());
        SmtpFailure failure = refusal();
        // the reset may overtake the news that the connection stands
        assertThat(failure.stage()).isIn(Stage.CONNECT, Stage.GREETING);
        assertThat(failure.cause()).isEqualTo("connection reset by peer");
    }

    @Test
    void reportsAHostThatClosesAfterEhlo() throws Exception {
        start(ScriptedMx.script().on(EHLO).drop());
        assertThat(refusal()).isEqualTo(new SmtpFailure(Stage.EHLO, null, "connection closed by peer"));
    }

    @Test
    void refusesAReplyThatMakesNoSense() throws Exception {
        start(ScriptedMx.script().on(EHLO).reply("354 go ahead"));
        assertThat(refusal()).isEqualTo(new SmtpFailure(Stage.EHLO, null, "unexpected reply: 354 go ahead"));
    }

    @Test
    void refusesAHostThatSpeaksAnotherProtocol() throws Exception {
        start(ScriptedMx.script().on(CONNECT).send("SSH-2.0-OpenSSH_9.2\r\n"));
        assertThat(refusal())
                .isEqualTo(new SmtpFailure(Stage.GREETING, null, "not an SMTP reply: SSH-2.0-OpenSSH_9.2"));
    }

    @Test
    void connectsNoMoreOnceClosed() throws Exception {
        start(ScriptedMx.script());
        client.close();
        assertThat(refusal()).isEqualTo(new SmtpFailure(Stage.CONNECT, null, "client is closed"));
    }

    @Test
    void failsWhatIsBeingOpenedWhenClosed() throws Exception {
        start(ScriptedMx.script().on(CONNECT).staySilent());
        var opening = client.connect(host(TlsRequirement.NONE));
        mx.session(1);
        client.close();
        assertThat(opening).isCompletedExceptionally();
    }
}
