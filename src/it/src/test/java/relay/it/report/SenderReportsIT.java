package relay.it.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Correspondent;
import relay.it.mail.Notice;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.MxMoment;
import relay.smtp.testing.MxScript;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;

/** Senders hear of what went wrong, and of what else they asked for; nobody hears of a report (RFC 3461, RFC 3464). */
@SystemTest
class SenderReportsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Internet internet = new Internet();
    private final RelayProcess relay = internet.joinedBy(RelaySetUp.named("reports"))
            .with("RELAY_REQUIRE_VERIFIED_DOMAIN", "false")
            .with("RELAY_RETRY_SCHEDULE", "1s")
            .with("RELAY_RETRY_LIFETIME", "6s")
            .with("RELAY_DELAY_NOTICE_AFTER", "1s")
            .prepare();
    private RelayRest rest;
    private Correspondent sender;
    private ScriptedMx mx;

    @BeforeAll
    void start() {
        relay.start();
        rest = RelayRest.of(relay);
    }

    @AfterAll
    void end() {
        relay.close();
        internet.close();
    }

    @BeforeEach
    void newSender() {
        sender = new Correspondent(relay, internet);
    }

    @AfterEach
    void endHosts() {
        sender.close();
        mx.close();
    }

    private String joeAt(MxScript script) {
        mx = script.start();
        return "joe@" + internet.domainAt(mx);
    }

    private MxScript refusing() {
        return internet.host().on(MxMoment.RCPT).reply("550 5.1.1 No such mailbox here");
    }

    // Bounces

    @Test
    void tellsTheSenderOfABounce() throws IOException {
        String joe = joeAt(refusing());
        sender.send(letter(joe, "", ""));
        Notice notice = sender.awaitNotice(joe);
        assertThat(notice.message().getSubject()).isNotBlank();
        assertThat(notice.message().getTo().toString()).contains(sender.address());
        assertThat(notice.message().getHeader().getField("Auto-Submitted").getBody())
                .startsWith("auto-replied");
        assertThat(notice.aboutMessage()).containsEntry("reporting-mta", "dns; relay.example");
        assertThat(notice.field("Action")).isEqualTo("failed");
        assertThat(notice.field("Status")).isEqualTo("5.1.1");
        assertThat(notice.field("Diagnostic-Code")).isEqualTo("smtp; 550 5.1.1 No such mailbox here");
        assertThat(notice.text()).contains(joe).contains("could not be delivered");
        assertThat(notice.returned()).contains("Subject: A letter").contains("<1@sender>");
    }

    @Test
    void reportsWithTheNullReversePath() throws IOException {
        String joe = joeAt(refusing());
        sender.write(joe);
        ReceivedMessage arrived = Arrivals.awaitOne(sender.mx(), sender.address());
        assertThat(arrived.reversePath()).isEmpty();
    }

    @Test
    void returnsAsMuchAsTheSenderWants() throws IOException {
        String joe = joeAt(refusing());
        sender.send(letter(joe, "RET=FULL ENVID=order-7", "NOTIFY=FAILURE ORCPT=rfc822;Joseph@old.example"));
        Notice full = sender.awaitNotice(joe);
        assertThat(full.aboutMessage()).containsEntry("original-envelope-id", "order-7");
        assertThat(full.field("Original-Recipient")).isEqualTo("rfc822; Joseph@old.example");
        assertThat(Arrivals.awaitOne(sender.mx(), sender.address()).text()).contains("the body of the letter");

        sender.mx().forgetMessages();
        sender.send(letter(joe, "RET=HDRS", ""));
        sender.awaitNotice(joe);
        assertThat(Arrivals.awaitOne(sender.mx(), sender.address()).text()).doesNotContain("the body of the letter");
    }

    @Test
    void saysNothingToThoseWhoWantNothing() throws IOException {
        String joe = joeAt(refusing());
        String queueId = sender.send(letter(joe, "", "NOTIFY=NEVER"));
        awaitStatus(queueId, "bounced");
        assertThat(mailTo(sender.address())).isEmpty();
    }

    // Never a report of a report

    @Test
    void neverReportsABounceOfAReport() throws IOException {
        String joe = joeAt(refusing());
        sender.mx().on(MxMoment.RCPT).reply("550 5.1.1 I am gone too");
        sender.write(joe);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mailTo(sender.address())).containsExactly("bounced"));
        assertThat(mailTo("MAILER-DAEMON@relay.example")).isEmpty();
    }

    @Test
    void neverReportsToTheNullReversePath() throws IOException {
        String joe = joeAt(refusing());
        String queueId = sender.send(
                Outgoing.from("").to(joe).text("From: " + sender.address() + "\r\nSubject: Auto\r\n\r\nAway\r\n"));
        awaitStatus(queueId, "bounced");
        assertThat(mailTo(sender.address())).isEmpty();
    }

    // Delay, expiry, success

    @Test
    void tellsTheSenderWhenTimeRanOut() throws IOException {
        String joe = joeAt(internet.host().on(MxMoment.RCPT).reply("452 4.2.2 Mailbox full"));
        String queueId = sender.send(letter(joe, "", "NOTIFY=FAILURE"));
        Notice notice = sender.awaitNotice(joe);
        assertThat(notice.field("Action")).isEqualTo("failed");
        assertThat(notice.field("Status")).isEqualTo("4.4.7");
        assertThat(notice.field("Diagnostic-Code")).contains("452 4.2.2 Mailbox full");
        assertThat(rest.statuses(queueId)).containsExactly("expired");
        assertThat(rest.events(queueId)).startsWith("accepted", "deferred").endsWith("expired");
    }

    @Test
    void tellsTheSenderOfADelayOnceAndDeliversLater() throws IOException {
        String joe = joeAt(internet.host().on(MxMoment.RCPT).times(4).reply("450 4.2.1 Busy"));
        String queueId = sender.send(letter(joe, "", "NOTIFY=DELAY,FAILURE"));
        Notice notice = sender.awaitNotice(joe);
        assertThat(notice.field("Action")).isEqualTo("delayed");
        assertThat(notice.field("Status")).isEqualTo("4.2.1");
        assertThat(notice.field("Will-Retry-Until")).isNotBlank();
        awaitStatus(queueId, "delivered");
        assertThat(mailTo(sender.address())).hasSize(1);
    }

    @Test
    void tellsOfSuccessWhereTheRemoteHostWillNot() throws IOException {
        String joe = joeAt(internet.host().without("DSN"));
        sender.send(letter(joe, "", "NOTIFY=SUCCESS"));
        Notice notice = sender.awaitNotice(joe);
        assertThat(notice.field("Action")).isEqualTo("relayed");
        assertThat(notice.field("Status")).startsWith("2.");
    }

    @Test
    void leavesSuccessToARemoteHostThatTellsItself() throws IOException {
        String joe = joeAt(internet.host());
        String queueId = sender.send(letter(joe, "", "NOTIFY=SUCCESS"));
        awaitStatus(queueId, "delivered");
        assertThat(Arrivals.awaitOne(mx, joe).rcpts().get(0)).contains("NOTIFY=SUCCESS");
        assertThat(mailTo(sender.address())).isEmpty();
    }

    private Outgoing letter(String to, String mailParameters, String rcptParameters) {
        Outgoing letter = Outgoing.from(sender.address())
                .to(to, rcptParameters)
                .text("From: " + sender.address() + "\r\nTo: " + to
                        + "\r\nMessage-ID: <1@sender>\r\nSubject: A letter\r\n\r\nthe body of the letter\r\n");
        return mailParameters.isEmpty() ? letter : letter.with(mailParameters);
    }

    private void awaitStatus(String queueId, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rest.statuses(queueId)).containsExactly(status));
    }

    /** The statuses of all messages to an address. */
    private List<String> mailTo(String address) {
        return rest.get("/api/v1/messages?recipient=" + address).getJsonArray("items").stream()
                .map(message -> message.asJsonObject().getString("status"))
                .toList();
    }
}
