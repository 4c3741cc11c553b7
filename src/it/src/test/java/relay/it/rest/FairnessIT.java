package relay.it.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import relay.it.internet.Internet;
import relay.it.mail.Load;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;

/**
 * The backlog of one tenant at a site that takes twenty messages a second, all of it due at once, delays nobody else. What
 * is counted are messages that come before another one, not seconds. One story, told in its order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FairnessIT {
    private static final int BACKLOG = Integer.getInteger("relay.it.backlog", 2_000);
    private static final int SESSIONS = 20;
    /** Claimed before, or told to go by the connections that are open. */
    private static final int UNDER_WAY = 25;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Internet internet = new Internet();
    private ScriptedMx slow;
    private ScriptedMx quick;
    private String slowDomain;
    private RelayProcess relay;
    private Rest administrator;
    private Rest other;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        slow = internet.host().start();
        quick = internet.host().start();
        slowDomain = internet.domainAt(slow);
        Path shaping = directory.resolve("slow.toml");
        Files.writeString(shaping, "[domain.\"" + slowDomain + "\"]\nmessage-rate = \"20/s\"\n");
        relay = internet.joinedBy(RelaySetUp.named("fairness"))
                .with("RELAY_REQUIRE_VERIFIED_DOMAIN", "false")
                .with("RELAY_SHAPING", shaping.toString())
                .start();
        administrator = Rest.administrator(relay);
        String tenant = administrator
                .post("/tenants", "{'name':'the other one'}")
                .json()
                .getString("id");
        other = administrator.header("Relay-Tenant", tenant);
    }

    @AfterAll
    void end() {
        relay.close();
        slow.close();
        quick.close();
        internet.close();
    }

    private void steer(String action) throws IOException {
        Rest.Answer answer = administrator.post(
                "/queues/actions",
                "{'action':'" + action + "','reason':'A test','match':{'domain':'" + slowDomain + "'}}");
        assertThat(answer.status()).isEqualTo(201);
    }

    /** How many messages reached the slow site before the other tenant's message arrived at a host. */
    private int messagesBefore(String recipient, ScriptedMx host) throws IOException {
        int before = slow.messageCount();
        assertThat(other.post(
                                "/messages",
                                "{'from':'ann@other.example','to':['" + recipient + "'],'subject':'Reset','text':'x'}")
                        .status())
                .isEqualTo(202);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> position(host.messages(), recipient) >= 0);
        return (host == slow ? position(slow.messages(), recipient) : slow.messageCount()) - before;
    }

    private static int position(List<ReceivedMessage> messages, String recipient) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).recipients().contains(recipient)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    @Order(1)
    void aBacklogWaitsInTheDatabase() throws Exception {
        steer("suspend");
        Load load = Load.begin(relay, "backlog", slowDomain, SESSIONS, BACKLOG);
        load.await();
        assertThat(load.acceptedCount()).isEqualTo(BACKLOG);
        assertThat(slow.messages()).isEmpty();
    }

    @Test
    @Order(2)
    void allOfItBecomesDueAndDelaysNobodyAtTheSameSite() throws IOException {
        steer("resume");
        await().atMost(PATIENCE).until(() -> slow.messageCount() >= SESSIONS);
        assertThat(messagesBefore("ann@" + slowDomain, slow)).isLessThan(UNDER_WAY);
    }

    @Test
    @Order(3)
    void itDelaysNobodyElsewhere() throws IOException {
        assertThat(messagesBefore("ann@" + internet.domainAt(quick), quick)).isLessThan(UNDER_WAY);
    }

    @Test
    @Order(4)
    void norAfterARestart() throws IOException {
        relay.stop();
        relay.start();
        await().atMost(PATIENCE).until(() -> slow.messageCount() < BACKLOG);
        assertThat(messagesBefore("bob@" + slowDomain, slow)).isLessThan(UNDER_WAY);
        assertThat(messagesBefore("bob@" + internet.domainAt(quick), quick)).isLessThan(UNDER_WAY);
    }
}
