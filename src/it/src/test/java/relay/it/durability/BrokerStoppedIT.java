package relay.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Answer;
import relay.it.mail.Load;
import relay.it.mail.Outgoing;
import relay.it.mail.Submitter;
import relay.it.running.ExternalBroker;
import relay.it.running.Meters;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;

/** While its broker is away the relay refuses mail for now; what was accepted, and what is sent again, arrives once. */
@SystemTest
class BrokerStoppedIT {
    private static final int SESSIONS = 10;
    private static final int MESSAGES = 1_000;
    private static final int BEFORE_THE_KILL = 100;
    private static final int REPEATED = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void refusesForNowAndDeliversTheRetryOnce() throws IOException, InterruptedException {
        try (ExternalBroker broker = ExternalBroker.start();
                Internet internet = new Internet();
                ScriptedMx mx = internet.host().keepingNoContent().start();
                RelayProcess relay = broker.usedBy(internet.joinedBy(RelaySetUp.named("broker-stopped")))
                        .start()) {
            String domain = internet.domainAt(mx);
            Load load = Load.begin(relay, "load-", domain, SESSIONS, MESSAGES);
            await().atMost(PATIENCE).until(() -> load.acceptedCount() >= BEFORE_THE_KILL);
            broker.kill();
            load.await();
            assertThat(load.refusals()).isNotEmpty().allMatch(reply -> reply.startsWith("451 4.3.0"));
            List<String> again = IntStream.range(0, REPEATED)
                    .mapToObj(number -> "again" + number + "@" + domain)
                    .toList();
            for (String recipient : again) {
                assertThat(trySending(relay, recipient).text()).startsWith("451 4.3.0");
            }

            broker.begin();
            for (String recipient : again) {
                await().atMost(PATIENCE)
                        .until(() -> trySending(relay, recipient).isPositive());
            }
            List<String> accepted = new ArrayList<>(load.accepted());
            accepted.addAll(again);
            awaitArrivals(relay, mx, accepted);
        }
    }

    private static Answer trySending(RelayProcess relay, String recipient) throws IOException {
        try (Submitter submitter = relay.submitter()) {
            return submitter.trySending(Outgoing.note("hello@demo.test", recipient));
        }
    }

    /** What got 451 while the broker was dying may have reached its disk, and arrives then; nothing arrives twice. */
    private static void awaitArrivals(RelayProcess relay, ScriptedMx mx, List<String> accepted) {
        Meters meters = Meters.of(relay);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(recipients(mx)).containsAll(accepted);
            assertThat(meters.delivered()).isEqualTo(mx.messageCount());
        });
        assertThat(recipients(mx)).doesNotHaveDuplicates();
    }

    private static List<String> recipients(ScriptedMx mx) {
        return mx.messages().stream()
                .flatMap(message -> message.recipients().stream())
                .toList();
    }
}
