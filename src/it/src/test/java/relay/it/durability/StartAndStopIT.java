package relay.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Answer;
import relay.it.mail.Outgoing;
import relay.it.mail.Submitter;
import relay.it.running.FirstLogin;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;

/**
 * Clients that do not wait until the relay is ready, nor stop when it stops: each hears that it shall come again, or its
 * message arrives.
 */
@SystemTest
class StartAndStopIT {
    private static final int CLIENTS = 4;
    private static final int MESSAGES_WHILE_READY = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Not ready or stopping; no credential can be looked up; no broker to hand a message to. */
    private static final List<String> WORDS = List.of("421 4.3.2", "454 4.7.0", "451 4.3.0");

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean ended;

    @Test
    void losesNothingThatWasAcceptedWhileStartingOrStopping() throws InterruptedException {
        try (Internet internet = new Internet();
                ScriptedMx mx = internet.host().keepingNoContent().start();
                RelayProcess relay =
                        internet.joinedBy(RelaySetUp.named("start-stop")).start()) {
            String domain = internet.domainAt(mx);
            relay.stop();
            List<Thread> clients = clients(relay, domain);
            relay.start();
            await().atMost(PATIENCE).until(() -> accepted.size() >= MESSAGES_WHILE_READY);
            relay.stop();
            ended = true;
            for (Thread client : clients) {
                client.join();
            }
            System.out.println("StartAndStopIT: " + accepted.size() + " accepted; refused: " + refusals);
            assertThat(refusals).allMatch(reply -> WORDS.stream().anyMatch(reply::startsWith));
            relay.start();
            awaitEachOnce(mx);
        }
    }

    private List<Thread> clients(RelayProcess relay, String domain) {
        FirstLogin login = relay.firstLogin();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(() -> sendAgainAndAgain(relay, login, domain), "client-" + i);
            client.setDaemon(true);
            client.start();
            clients.add(client);
        }
        return clients;
    }

    private void sendAgainAndAgain(RelayProcess relay, FirstLogin login, String domain) {
        while (!ended) {
            String recipient = "joe" + next.getAndIncrement() + "@" + domain;
            try (Submitter submitter = Submitter.connect(relay.submission(), relay.trust())) {
                submitter.startTls().login(login.username(), login.password());
                note(recipient, submitter.trySending(Outgoing.note("hello@demo.test", recipient)));
            } catch (Submitter.Refused refused) {
                refusals.add(refused.answer().text());
            } catch (IOException nobodyThere) {
                Thread.onSpinWait();
            }
        }
    }

    private void note(String recipient, Answer answer) {
        if (answer.isPositive()) {
            accepted.add(recipient);
        } else {
            refusals.add(answer.text());
        }
    }

    private void awaitEachOnce(ScriptedMx mx) {
        await().atMost(PATIENCE).until(() -> Set.copyOf(arrived(mx)).containsAll(accepted));
        assertThat(arrived(mx)).filteredOn(accepted::contains).containsExactlyInAnyOrderElementsOf(accepted);
    }

    private static List<String> arrived(ScriptedMx mx) {
        return mx.messages().stream()
                .flatMap(message -> message.recipients().stream())
                .toList();
    }
}
