package relay.it.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.mail.Submitter;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;

/** Each simulated mailbox behaves as promised, at the end of the whole real path. */
@SystemTest
class SimulatorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RelayProcess relay;

    SimulatorIT(RelayProcess relay) {
        this.relay = relay;
    }

    @Test
    void takesMailToDelivered() throws IOException {
        assertThat(lifeOf("delivered", "delivered")).containsExactly("accepted", "delivered");
    }

    @Test
    void refusesMailToBounced() throws IOException {
        assertThat(lifeOf("bounced", "bounced")).containsExactly("accepted", "bounced");
    }

    @Test
    void isFullForEverAtFull() throws IOException {
        String queueId = send("full");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(RelayRest.of(relay).events(queueId))
                        .startsWith("accepted", "deferred", "deferred", "deferred")
                        .doesNotContain("delivered"));
        assertThat(RelayRest.of(relay).lastReplies(queueId).get(0)).startsWith("452 4.2.2");
    }

    @Test
    void defersOnceAtDeferred() throws IOException {
        assertThat(lifeOf("deferred", "delivered")).containsExactly("accepted", "deferred", "delivered");
    }

    @Test
    void takesMailAfterAWhileAtGreylisted() throws IOException {
        List<String> life = lifeOf("greylisted", "delivered");
        assertThat(life).startsWith("accepted", "deferred").endsWith("delivered");
    }

    @Test
    void takesFiveSecondsAtSlow() throws IOException {
        String queueId = send("slow");
        awaitEvent(queueId, "delivered");
        assertThat(RelayRest.of(relay).attemptMillis(queueId))
                .singleElement()
                .satisfies(millis -> assertThat(millis).isGreaterThanOrEqualTo(5_000));
    }

    @Test
    void reportsABounceLaterAtOob() throws IOException {
        assertThat(lifeOf("oob", "bounced_async")).containsExactlyInAnyOrder("accepted", "delivered", "bounced_async");
    }

    @Test
    void reportsAComplaintAtComplained() throws IOException {
        assertThat(lifeOf("complained", "complained")).containsExactlyInAnyOrder("accepted", "delivered", "complained");
    }

    private List<String> lifeOf(String mailbox, String lastEvent) throws IOException {
        String queueId = send(mailbox);
        awaitEvent(queueId, lastEvent);
        return RelayRest.of(relay).events(queueId);
    }

    private String send(String mailbox) throws IOException {
        try (Submitter submitter = relay.submitter()) {
            return submitter.send(Outgoing.note("hello@demo.test", mailbox + "+it@simulator.test"));
        }
    }

    private void awaitEvent(String queueId, String type) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(RelayRest.of(relay).events(queueId)).contains(type));
    }
}
