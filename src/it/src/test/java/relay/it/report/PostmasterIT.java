package relay.it.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.mail.Submitter;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;

/** Everybody may write to the postmaster (RFC 5321, section 4.5.1), and to nobody else. */
@SystemTest
class PostmasterIT {
    private static final Outgoing COMPLAINT =
            Outgoing.from("them@there.example").to("Postmaster").text("""
                    From: them@there.example\r
                    To: Postmaster\r
                    Subject: Your mail\r
                    X-Relay-Stream: broadcast\r
                    \r
                    Please look into it.\r
                    """);

    private final RelayProcess shared;

    PostmasterIT(RelayProcess shared) {
        this.shared = shared;
    }

    @Test
    void keepsMailForThePostmasterWhereNobodyGetsIt() throws IOException {
        String queueId = send(shared);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(RelayRest.of(shared).statuses(queueId)).containsExactly("held"));
        assertThat(RelayRest.of(shared).lastReplies(queueId).get(0)).contains("RELAY_POSTMASTER");
        assertThat(RelayRest.of(shared).message(queueId).getString("stream")).isEqualTo("inbound");
    }

    @Test
    void passesItOnAsItCame() throws IOException {
        try (Internet internet = new Internet();
                ScriptedMx mx = internet.host().start()) {
            String operator = "ops@" + internet.domainAt(mx);
            try (RelayProcess relay = internet.joinedBy(RelaySetUp.named("postmaster"))
                    .with("RELAY_POSTMASTER", operator)
                    .prepare()) {
                relay.start();
                send(relay);
                ReceivedMessage arrived = Arrivals.awaitOne(mx, operator);
                assertThat(arrived.reversePath()).isEqualTo("them@there.example");
                assertThat(arrived.text())
                        .contains("X-Relay-Stream: broadcast", "Please look into it.")
                        .doesNotContain("DKIM-Signature");
            }
        }
    }

    @Test
    void isNoRelay() throws IOException {
        for (String other : List.of("root", "postmaster@there.example", "postmaster@demo.test")) {
            try (Submitter stranger = Submitter.connect(shared.transfer(), shared.trust())) {
                stranger.say("MAIL FROM:<them@there.example>");
                assertThat(stranger.say("RCPT TO:<" + other + ">").isPositive()).isFalse();
            }
        }
    }

    private static String send(RelayProcess relay) throws IOException {
        try (Submitter stranger = Submitter.connect(relay.transfer(), relay.trust())) {
            return stranger.send(COMPLAINT);
        }
    }
}
