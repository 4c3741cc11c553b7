package relay.it.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Correspondent;
import relay.it.mail.Notice;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;
import relay.smtp.testing.MxMoment;
import relay.smtp.testing.MxRule;
import relay.smtp.testing.MxScript;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;
import relay.smtp.testing.TestAuthority;

/** Whatever a remote host does, mail is delivered or its sender hears why not. */
@SystemTest
class HostileMxIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RelayProcess relay;
    private final Internet internet;
    private final Correspondent sender;
    private ScriptedMx mx;

    HostileMxIT(RelayProcess relay, Internet internet) {
        this.relay = relay;
        this.internet = internet;
        sender = new Correspondent(relay, internet);
    }

    @AfterEach
    void endHost() {
        if (mx != null) {
            mx.close();
        }
    }

    @AfterAll
    void end() {
        sender.close();
    }

    private String joeAt(MxScript script) {
        mx = script.start();
        return "joe@" + internet.domainAt(mx);
    }

    // Drops

    @Test
    void deliversOnceAfterADropInTheMiddleOfTheContent() throws IOException {
        String joe = joeAt(
                internet.host().on(MxMoment.CONTENT).once().afterBytes(1000).reset());
        String queueId = sender.send(Outgoing.from(sender.address())
                .to(joe)
                .text("From: " + sender.address() + "\r\n\r\n" + "so much that it is on its way\r\n".repeat(300_000)));
        awaitStatus(queueId, "delivered");
        assertThat(Arrivals.of(mx, joe)).hasSize(1);
        assertThat(RelayRest.of(relay).events(queueId)).doesNotContain("in_doubt");
    }

    @Test
    void isInDoubtAfterADropBehindTheFinalDotAndTriesAgain() throws IOException {
        String joe = joeAt(internet.host().on(MxMoment.FINAL_DOT).once().takeAndDrop());
        String queueId = sender.write(joe);
        awaitStatus(queueId, "delivered");
        assertThat(Arrivals.of(mx, joe)).hasSize(2);
        assertThat(RelayRest.of(relay).events(queueId)).containsOnlyOnce("in_doubt");
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({"drop, MAIL", "drop, RCPT", "421, MAIL", "421, RCPT", "421, DATA"})
    void takesANewConnectionWhenAnOldOneIsAtItsEnd(String end, MxMoment moment) throws IOException {
        MxRule<MxScript> second = internet.host().on(moment).after(1).once();
        String joe = joeAt(end.equals("drop") ? second.drop() : second.replyAndDrop("421 4.7.0 Enough"));
        awaitStatus(sender.write(joe), "delivered");
        String queueId = sender.write(joe);
        awaitStatus(queueId, "delivered");
        assertThat(mx.sessions()).hasSize(2);
        assertThat(RelayRest.of(relay).events(queueId)).containsExactly("accepted", "delivered");
    }

    // Refusals

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "CONNECT, 421 4.3.2 Not now",
        "EHLO, 421 4.3.2 Not now",
        "MAIL, 451 4.3.0 Not now",
        "RCPT, 450 4.2.1 Not now",
        "DATA, 451 4.3.0 Not now",
        "FINAL_DOT, 452 4.3.1 Not now",
    })
    void triesAgainAfterATemporaryRefusal(MxMoment moment, String reply) throws IOException {
        String joe = joeAt(internet.host().on(moment).once().reply(reply));
        String queueId = sender.write(joe);
        awaitStatus(queueId, "delivered");
        assertThat(Arrivals.of(mx, joe)).hasSize(1);
        assertThat(RelayRest.of(relay).events(queueId)).containsExactly("accepted", "deferred", "delivered");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "CONNECT, 554 5.7.1 Go away, 5.7.1",
        "MAIL, 550 5.1.8 Bad sender, 5.1.8",
        "RCPT, 550 5.1.1 Unknown, 5.1.1",
        "RCPT, 550 no enhanced code, 5.0.0",
        "DATA, 554 5.5.1 No, 5.5.1",
        "FINAL_DOT, 554 5.7.1 Spam, 5.7.1",
    })
    void tellsTheSenderOfAPermanentRefusal(MxMoment moment, String reply, String status) throws IOException {
        String joe = joeAt(internet.host().on(moment).reply(reply));
        sender.write(joe);
        Notice notice = sender.awaitNotice(joe);
        assertThat(notice.field("Action")).isEqualTo("failed");
        assertThat(notice.field("Status")).isEqualTo(status);
        assertThat(notice.field("Diagnostic-Code")).startsWith("smtp;").contains(reply);
    }

    @Test
    void saysHeloToAHostThatDoesNotKnowEhlo() throws IOException {
        String joe = joeAt(internet.host().on(MxMoment.EHLO).reply("502 5.5.1 What?"));
        sender.write(joe);
        assertThat(Arrivals.awaitOne(mx, joe).session().commands()).anyMatch(command -> command.startsWith("HELO "));
    }

    // Encryption

    @Test
    void encryptsWhereverItCan() throws IOException {
        String joe = joeAt(internet.host().withStartTls(new TestAuthority().expiredCertificateFor("other.example")));
        sender.write(joe);
        assertThat(Arrivals.awaitOne(mx, joe).session().tls()).startsWith("TLSv1.3");
    }

    @Test
    void goesOnInClearAfterAFailedHandshake() throws IOException {
        String joe = joeAt(internet.host()
                .withStartTls(new TestAuthority().certificateFor("mx.example"))
                .on(MxMoment.HANDSHAKE)
                .drop());
        sender.write(joe);
        assertThat(Arrivals.awaitOne(mx, joe).session().tls()).isNull();
    }

    // Lies

    @Test
    void goesOnInClearWhereStartTlsIsOfferedAndRefused() throws IOException {
        String joe = joeAt(internet.host().offering("STARTTLS"));
        sender.write(joe);
        assertThat(Arrivals.awaitOne(mx, joe).session().tls()).isNull();
    }

    @Test
    void bouncesWhatIsLargerThanTheHostTakes() throws IOException {
        String joe = joeAt(internet.host().offering("SIZE 100"));
        sender.write(joe);
        Notice notice = sender.awaitNotice(joe);
        assertThat(notice.field("Status")).isEqualTo("5.3.4");
        assertThat(mx.sessions())
                .allSatisfy(session -> assertThat(session.commands()).noneMatch(command -> command.startsWith("DATA")));
    }

    @Test
    void bouncesEightBitTextThatTheHostDoesNotTake() throws IOException {
        String joe = joeAt(internet.host().without("8BITMIME").without("SMTPUTF8"));
        sender.send(Outgoing.from(sender.address())
                .to(joe)
                .with("BODY=8BITMIME")
                .utf8("From: " + sender.address() + "\r\nSubject: Eight\r\n\r\nGrüße\r\n"));
        assertThat(sender.awaitNotice(joe).field("Status")).isEqualTo("5.6.3");
        assertThat(mx.messages()).isEmpty();
    }

    @Test
    void bouncesInternationalHeadersThatTheHostDoesNotTake() throws IOException {
        String joe = joeAt(internet.host().without("SMTPUTF8"));
        sender.send(Outgoing.from(sender.address())
                .to(joe)
                .with("SMTPUTF8")
                .utf8("From: " + sender.address() + "\r\nSubject: Grüße\r\n\r\nHello\r\n"));
        assertThat(sender.awaitNotice(joe).field("Status")).isEqualTo("5.6.7");
        assertThat(mx.messages()).isEmpty();
    }

    @Test
    void asksForNothingThatTheHostDoesNotOffer() throws IOException {
        String joe = joeAt(internet.host()
                .without("PIPELINING")
                .without("SIZE")
                .without("8BITMIME")
                .without("SMTPUTF8")
                .without("DSN")
                .without("CHUNKING"));
        sender.send(Outgoing.from(sender.address())
                .to(joe, "NOTIFY=FAILURE")
                .with("RET=HDRS ENVID=1")
                .text("From: " + sender.address() + "\r\nSubject: Plain\r\n\r\nHello\r\n"));
        ReceivedMessage arrived = Arrivals.awaitOne(mx, joe);
        assertThat(arrived.mail()).isEqualTo("MAIL FROM:<" + sender.address() + ">");
        assertThat(arrived.rcpts()).containsExactly("RCPT TO:<" + joe + ">");
    }

    @Test
    void survivesRepliesThatAreNone() throws IOException {
        String joe = joeAt(internet.host().on(MxMoment.MAIL).once().send("HTTP/1.1 400 Bad Request\r\n\r\n"));
        String queueId = sender.write(joe);
        awaitStatus(queueId, "delivered");
        assertThat(Arrivals.of(mx, joe)).hasSize(1);
    }

    // Slowness

    @Test
    void waitsForASlowHostAndDelaysNobodyElse() throws IOException {
        CountDownLatch patience = new CountDownLatch(1);
        String joe = joeAt(internet.host().on(MxMoment.RCPT).waitFor(patience));
        for (int i = 0; i < 50; i++) {
            sender.write(joe);
        }
        try (ScriptedMx quick = internet.host().start()) {
            String ann = "ann@" + internet.domainAt(quick);
            sender.write(ann);
            assertThat(Arrivals.awaitOne(quick, ann).recipients()).containsExactly(ann);
            assertThat(mx.messages()).isEmpty();
        }
        patience.countDown();
        await().atMost(PATIENCE).until(() -> mx.messageCount() == 50);
    }

    private void awaitStatus(String queueId, String status) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(
                        () -> assertThat(RelayRest.of(relay).statuses(queueId)).containsExactly(status));
    }
}
