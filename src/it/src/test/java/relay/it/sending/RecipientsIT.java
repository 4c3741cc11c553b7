package relay.it.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.mail.Submitter;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;
import relay.smtp.testing.MxMoment;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;

/** Every recipient has a delivery of its own, whatever becomes of the others. */
@SystemTest
class RecipientsIT {
    private final RelayProcess relay;
    private final Internet internet;
    private final ScriptedMx mx;
    private final String domain;

    RecipientsIT(RelayProcess relay, Internet internet) {
        this.relay = relay;
        this.internet = internet;
        mx = internet.host().start();
        domain = internet.domainAt(mx);
    }

    @AfterAll
    void end() {
        mx.close();
    }

    @Test
    void deliversToToCcAndBccIndependently() throws IOException {
        mx.on(MxMoment.RCPT).of("gone@" + domain).reply("550 5.1.1 No such mailbox");
        mx.on(MxMoment.RCPT).of("busy@" + domain).once().reply("450 4.2.1 Busy");
        String queueId = send(Outgoing.from("hello@demo.test")
                .to("to@" + domain)
                .to("gone@" + domain)
                .to("busy@" + domain)
                .to("secretly@" + domain)
                .text("From: hello@demo.test\r\nTo: to@" + domain + "\r\nCc: gone@" + domain + ", busy@" + domain
                        + "\r\nBcc: secretly@" + domain + "\r\nSubject: Four\r\n\r\nHello\r\n"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(RelayRest.of(relay).statuses(queueId))
                        .containsExactly("delivered", "bounced", "delivered", "delivered"));
        assertThat(List.of("to@", "busy@", "secretly@"))
                .allSatisfy(local -> assertThat(Arrivals.of(mx, local + domain)).hasSize(1));
    }

    @Test
    void showsNobodyTheBlindCopies() throws IOException {
        send(Outgoing.from("hello@demo.test")
                .to("seen@" + domain)
                .to("unseen@" + domain)
                .text("From: hello@demo.test\r\nTo: seen@" + domain + "\r\nBcc:\r\n unseen@" + domain
                        + "\r\nSubject: Two\r\n\r\nHello\r\n"));
        ReceivedMessage seen = Arrivals.awaitOne(mx, "seen@" + domain);
        ReceivedMessage unseen = Arrivals.awaitOne(mx, "unseen@" + domain);
        assertThat(seen.text()).doesNotContain("unseen@").doesNotContain("Bcc");
        assertThat(unseen.text()).doesNotContain("unseen@").doesNotContain("Bcc");
    }

    @Test
    void deliversToAThousandRecipientsOnceEach() throws IOException {
        List<String> recipients = IntStream.range(0, 1000)
                .mapToObj(i -> "member" + i + "@" + domain)
                .toList();
        send(Outgoing.from("hello@demo.test")
                .to(recipients)
                .text("From: hello@demo.test\r\nTo: members:;\r\nSubject: All\r\n\r\nHello\r\n"));
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> addressed("member").size() >= recipients.size());
        assertThat(addressed("member")).containsExactlyInAnyOrderElementsOf(recipients);
    }

    @Test
    void passesInternationalAddressesOn() throws IOException {
        String sender = "jürgen@" + internet.newDomain();
        send(Outgoing.from(sender)
                .with("SMTPUTF8 BODY=8BITMIME")
                .to("用户@" + domain)
                .utf8("From: Jürgen <" + sender + ">\r\nTo: 用户@" + domain
                        + "\r\nSubject: Grüße\r\n\r\nHallo Jürgen\r\n"));
        ReceivedMessage arrived = Arrivals.awaitOne(mx, "用户@" + domain);
        assertThat(arrived.mail())
                .contains("<" + sender + ">")
                .contains(" SMTPUTF8")
                .contains(" BODY=8BITMIME");
        assertThat(new String(arrived.content(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("Subject: Grüße\r\n")
                .endsWith("\r\nHallo Jürgen\r\n");
    }

    @Test
    void passesTheWishesForReportsOn() throws IOException {
        send(Outgoing.from("hello@" + internet.newDomain())
                .with("RET=HDRS ENVID=QQ+2B314")
                .to("one@" + domain, "NOTIFY=SUCCESS,DELAY ORCPT=rfc822;First+2BOne@" + domain)
                .to("two@" + domain, "NOTIFY=NEVER")
                .text("From: hello@demo.test\r\nSubject: Reports\r\n\r\nHello\r\n"));
        ReceivedMessage one = Arrivals.awaitOne(mx, "one@" + domain);
        assertThat(one.mail()).contains(" RET=HDRS").contains(" ENVID=QQ+2B314");
        assertThat(one.rcpts().get(0)).contains("ORCPT=rfc822;First+2BOne@" + domain);
        assertThat(one.rcpts().get(0)).containsPattern("NOTIFY=(SUCCESS,DELAY|DELAY,SUCCESS)");
        assertThat(Arrivals.awaitOne(mx, "two@" + domain).rcpts().get(0)).contains("NOTIFY=NEVER");
    }

    private String send(Outgoing message) throws IOException {
        try (Submitter submitter = relay.submitter()) {
            return submitter.send(message);
        }
    }

    private List<String> addressed(String prefix) {
        return mx.messages().stream()
                .flatMap(message -> message.recipients().stream())
                .filter(recipient -> recipient.startsWith(prefix))
                .toList();
    }
}
