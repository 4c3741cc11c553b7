package relay.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.it.internet.Internet;
import relay.it.mail.Load;
import relay.it.running.Footprint;
import relay.it.running.Meters;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;

/** Many messages in a row over fifty sessions, in a heap of 512 MB: each arrives, and once. */
@SystemTest
class LoadIT {
    private static final int MESSAGES = Integer.getInteger("relay.it.load.messages", 2_000);
    private static final int SOAK = Integer.getInteger("relay.it.soak.messages", 0);
    private static final int SESSIONS = 50;
    private static final long GIGABYTE = 1_000_000_000;
    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final Duration COMPACTION = Duration.ofMinutes(1);

    private Internet internet;
    private ScriptedMx mx;
    private RelayProcess relay;
    private Meters meters;

    @BeforeEach
    void start() {
        internet = new Internet();
        mx = internet.host().keepingNoContent().start();
        relay = internet.joinedBy(RelaySetUp.named("load")).start();
        meters = Meters.of(relay);
    }

    @AfterEach
    void end() {
        relay.close();
        mx.close();
        internet.close();
    }

    @Test
    @Timeout(3_600)
    void deliversEachMessageOnce() throws InterruptedException {
        assertDeliveredOnce(MESSAGES);
    }

    @Test
    @Timeout(14_400)
    void leavesASmallDataDirectory() throws InterruptedException {
        assumeTrue(SOAK > 0, "needs -Pendurance");
        try (Footprint footprint = Footprint.of(relay.dataDirectory())) {
            assertDeliveredOnce(SOAK);
            System.out.println("LoadIT: " + footprint.bytes() + " bytes in the data directory, " + footprint.peak()
                    + " at most, while much waited");
            await().atMost(COMPACTION)
                    .untilAsserted(() ->
                            assertThat(footprint.bytes()).as("what they leave").isLessThan(GIGABYTE));
        }
    }

    private void assertDeliveredOnce(int messages) throws InterruptedException {
        long begin = System.nanoTime();
        Load load = Load.begin(relay, "load-", internet.domainAt(mx), SESSIONS, messages);
        load.await();
        assertThat(load.refusals()).isEmpty();
        assertThat(load.acceptedCount()).isEqualTo(messages);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> meters.delivered() >= messages);
        long seconds = Math.max(1, Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        System.out.println("LoadIT: " + messages + " messages in " + seconds + " s, " + messages / seconds + "/s");
        assertArrivedOnce(load.accepted());
    }

    private void assertArrivedOnce(Set<String> accepted) {
        Map<String, Integer> arrivals = new HashMap<>();
        mx.messages().forEach(message -> message.recipients().forEach(to -> arrivals.merge(to, 1, Integer::sum)));
        Map<String, Integer> once = accepted.stream().collect(Collectors.toMap(to -> to, to -> 1));
        assertThat(arrivals.equals(once)).as("all arrived, each once").isTrue();
    }
}
