package relay.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.mail.Submitter;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.MxMoment;
import relay.smtp.testing.MxRule;
import relay.smtp.testing.MxScript;
import relay.smtp.testing.ScriptedMx;

/** One kill finds the relay at every point of a message's way at once; afterwards each message tells how it fared. */
@SystemTest
class KillAtNamedPointsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LINES_OF_A_LARGE_MESSAGE = 300_000;
    private static final MxRule.Action NOTHING = exchange -> {};

    private final Internet internet = new Internet();
    private final CountDownLatch killed = new CountDownLatch(1);
    private final List<ScriptedMx> hosts = new ArrayList<>();
    private final RelayProcess relay = internet.joinedBy(RelaySetUp.named("named-points"))
            .with("RELAY_RETRY_SCHEDULE", "1s")
            .prepare();
    private RelayRest rest;
    private Way afterTheCommit;
    private Way inADeferral;
    private Way beforeTheClaim;
    private Way afterTheClaim;
    private Way inTheContent;
    private Way beforeTheRemote250;
    private Way afterTheRemote250;
    private Way largeAndAccepted;
    private Way accepted;

    /** A message on its way to a host of its own. */
    private record Way(ScriptedMx mx, String recipient, String queueId) {
        int arrivals() {
            return Arrivals.of(mx, recipient).size();
        }
    }

    @BeforeAll
    void killTheRelayAtEveryPoint() throws IOException, InterruptedException {
        relay.start();
        rest = RelayRest.of(relay);
        afterTheCommit = send(internet.host(), 1);
        awaitEvent(afterTheCommit, "delivered");
        inADeferral = send(
                internet.host().on(MxMoment.RCPT).does(exchange -> {
                    if (killed.getCount() > 0) {
                        exchange.say("450 4.2.1 Busy");
                    } else {
                        exchange.proceed();
                    }
                }),
                1);
        awaitEvent(inADeferral, "deferred");
        beforeTheClaim = sendAndHold(MxMoment.CONNECT, NOTHING, 1);
        afterTheClaim = sendAndHold(MxMoment.MAIL, NOTHING, 1);
        inTheContent = sendAndHold(MxMoment.CONTENT, NOTHING, LINES_OF_A_LARGE_MESSAGE);
        beforeTheRemote250 = sendAndHold(MxMoment.FINAL_DOT, exchange -> exchange.take(), 1);
        afterTheRemote250 = sendAndHold(
                MxMoment.FINAL_DOT,
                exchange -> {
                    exchange.proceed();
                    exchange.send(new byte[0]);
                },
                1);
        largeAndAccepted = send(internet.host(), LINES_OF_A_LARGE_MESSAGE);
        accepted = send(internet.host(), 1);
        relay.kill();
        killed.countDown();
        relay.start();
    }

    @AfterAll
    void end() {
        relay.close();
        hosts.forEach(ScriptedMx::close);
        internet.close();
    }

    private Way sendAndHold(MxMoment moment, MxRule.Action first, int lines) throws IOException, InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        Way way = send(
                internet.host().on(moment).once().does(exchange -> {
                    first.perform(exchange);
                    reached.countDown();
                    killed.await();
                    exchange.drop();
                }),
                lines);
        assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the relay comes to " + moment)
                .isTrue();
        return way;
    }

    private Way send(MxScript script, int lines) throws IOException {
        ScriptedMx mx = script.start();
        hosts.add(mx);
        String recipient = "joe@" + internet.domainAt(mx);
        try (Submitter submitter = relay.submitter()) {
            String queueId = submitter.send(Outgoing.from("hello@demo.test")
                    .to(recipient)
                    .text("From: hello@demo.test\r\nSubject: On its way\r\n\r\n"
                            + "On and on and on it goes\r\n".repeat(lines)));
            return new Way(mx, recipient, queueId);
        }
    }

    private void awaitEvent(Way way, String type) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rest.events(way.queueId())).contains(type));
    }

    // Afterwards

    @Test
    void doesNotRepeatWhatWasDeliveredAndRecorded() {
        assertThat(rest.events(afterTheCommit.queueId())).containsExactly("accepted", "delivered");
        assertThat(afterTheCommit.arrivals()).isEqualTo(1);
    }

    @Test
    void triesAgainWhatWasDeferred() {
        assertDelivered(inADeferral);
        assertThat(inADeferral.arrivals()).isEqualTo(1);
    }

    @Test
    void sendsWhatWasNotClaimedWithoutADoubt() {
        assertDelivered(beforeTheClaim);
        assertThat(beforeTheClaim.arrivals()).isEqualTo(1);
        assertThat(doubts(beforeTheClaim)).isZero();
    }

    @Test
    void doubtsWhatWasClaimedAndSendsIt() {
        assertDelivered(afterTheClaim);
        assertThat(afterTheClaim.arrivals()).isEqualTo(1);
        assertThat(doubts(afterTheClaim)).isEqualTo(1);
    }

    @Test
    void doubtsWhatWasBeingSentAndSendsItAgain() {
        assertDelivered(inTheContent);
        assertThat(inTheContent.arrivals()).isEqualTo(1);
        assertThat(doubts(inTheContent)).isEqualTo(1);
    }

    @Test
    void repeatsWhatTheRemoteHostTookWithoutSayingSo() {
        assertDelivered(beforeTheRemote250);
        assertThat(beforeTheRemote250.arrivals()).isEqualTo(2);
        assertThat(doubts(beforeTheRemote250)).isEqualTo(1);
    }

    @Test
    void repeatsWhatTheRemoteHostTookOnlyInDoubt() {
        assertDelivered(afterTheRemote250);
        assertThat(afterTheRemote250.arrivals()).isEqualTo(1 + doubts(afterTheRemote250));
    }

    @Test
    void losesNothingThatWasJustAccepted() {
        assertDelivered(accepted);
        assertThat(accepted.arrivals()).isBetween(1, 1 + doubts(accepted));
        assertDelivered(largeAndAccepted);
        assertThat(largeAndAccepted.arrivals()).isBetween(1, 1 + doubts(largeAndAccepted));
    }

    private void assertDelivered(Way way) {
        awaitEvent(way, "delivered");
        assertThat(rest.statuses(way.queueId())).containsExactly("delivered");
    }

    private int doubts(Way way) {
        return Collections.frequency(rest.events(way.queueId()), "in_doubt");
    }
}
