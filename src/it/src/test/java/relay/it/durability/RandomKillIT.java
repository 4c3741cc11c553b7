package relay.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.it.internet.Internet;
import relay.it.mail.Load;
import relay.it.mail.RelayRest;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;

/**
 * Killed again and again under load the relay loses nothing, and sends nothing twice but what it calls in doubt. The
 * seed of the moments is printed, and set by {@code relay.it.seed}.
 */
@SystemTest
class RandomKillIT {
    private static final int ROUNDS = Integer.getInteger("relay.it.kills", 3);
    private static final long SEED = Long.getLong("relay.it.seed", System.nanoTime());
    private static final int SESSIONS = 10;
    private static final int MOST_PER_ROUND = 5_000;
    private static final int FEWEST_BEFORE_A_KILL = 20;
    private static final int SPREAD = 600;

    @Test
    @Timeout(14_400)
    void losesNothingAndRepeatsOnlyWhatIsInDoubt() throws InterruptedException {
        System.out.println("RandomKillIT: relay.it.seed=" + SEED);
        Random random = new Random(SEED);
        try (Internet internet = new Internet();
                ScriptedMx mx = internet.host().keepingNoContent().start();
                RelayProcess relay = internet.joinedBy(RelaySetUp.named("random-kill"))
                        .with("RELAY_RETRY_SCHEDULE", "1s")
                        .start()) {
            String domain = internet.domainAt(mx);
            Set<String> accepted = new HashSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                accepted.addAll(loadUntilKilled(relay, domain, round, FEWEST_BEFORE_A_KILL + random.nextInt(SPREAD)));
                relay.start();
            }
            awaitArrivals(mx, accepted);
            assertRepeatedOnlyInDoubt(mx, relay);
        }
    }

    private static Set<String> loadUntilKilled(RelayProcess relay, String domain, int round, int messages)
            throws InterruptedException {
        Load load = Load.begin(relay, "round" + round + "-", domain, SESSIONS, MOST_PER_ROUND);
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> load.acceptedCount() >= messages);
        relay.kill();
        load.await();
        return load.accepted();
    }

    private static void awaitArrivals(ScriptedMx mx, Set<String> accepted) {
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() ->
                        assertThat(recipients(mx).collect(Collectors.toSet())).containsAll(accepted));
    }

    private static void assertRepeatedOnlyInDoubt(ScriptedMx mx, RelayProcess relay) {
        Map<String, Long> arrivals = counted(recipients(mx));
        Map<String, Long> doubts =
                counted(RelayRest.of(relay).eventsOf("in_doubt").stream().map(event -> event.getString("recipient")));
        List<String> unexplained = arrivals.entrySet().stream()
                .filter(entry -> entry.getValue() - 1 > doubts.getOrDefault(entry.getKey(), 0L))
                .map(Map.Entry::toString)
                .toList();
        assertThat(unexplained).as("repeated without being in doubt").isEmpty();
    }

    private static Stream<String> recipients(ScriptedMx mx) {
        return mx.messages().stream().flatMap(message -> message.recipients().stream());
    }

    private static Map<String, Long> counted(Stream<String> words) {
        return words.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
