package relay.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Load;
import relay.it.running.Postgres;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;

/** While the database is away mail is accepted, and when it is back everything is delivered once. */
@SystemTest
class DatabaseAwayIT {
    private static final int MESSAGES = Integer.getInteger("relay.it.outage.messages", 500);
    /** At least; until the relay has noticed in any case. */
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("relay.it.outage.seconds", 0));

    private static final int SESSIONS = 10;
    private static final int BEFORE_THE_CRASH = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void deliversOnceWhatWasAcceptedWhileTheDatabaseWasAway() throws IOException, InterruptedException {
        try (Postgres database = Postgres.start();
                Internet internet = new Internet();
                ScriptedMx mx = internet.host().keepingNoContent().start();
                RelayProcess relay = database.usedBy(internet.joinedBy(RelaySetUp.named("database-away")))
                        .with("RELAY_RETRY_SCHEDULE", "1s")
                        .start()) {
            String domain = internet.domainAt(mx);
            Load during = Load.begin(relay, "during-", domain, SESSIONS, MESSAGES / 2);
            await().atMost(PATIENCE).until(() -> during.acceptedCount() >= BEFORE_THE_CRASH);
            database.crash();
            long gone = System.nanoTime();
            Load after = Load.begin(relay, "after-", domain, SESSIONS, MESSAGES / 2);
            during.await();
            after.await();
            assertThat(during.refusals()).isEmpty();
            assertThat(after.refusals()).isEmpty();
            await().atMost(PATIENCE).until(() -> !relay.isReady());
            await().atMost(PATIENCE).until(() -> System.nanoTime() - gone >= OUTAGE.toNanos());
            database.begin();
            await().atMost(PATIENCE).until(relay::isReady);
            assertArrivedOnce(mx, during, after);
        }
    }

    private static void assertArrivedOnce(ScriptedMx mx, Load... loads) {
        Set<String> accepted = new HashSet<>();
        for (Load load : loads) {
            accepted.addAll(load.accepted());
        }
        assertThat(accepted).hasSize(MESSAGES / 2 * 2);
        await().atMost(PATIENCE).until(() -> mx.messageCount() >= accepted.size());
        List<String> arrived = mx.messages().stream()
                .flatMap(message -> message.recipients().stream())
                .toList();
        assertThat(arrived).containsExactlyInAnyOrderElementsOf(accepted);
    }
}
