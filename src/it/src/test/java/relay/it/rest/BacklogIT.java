package relay.it.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import relay.it.internet.Internet;
import relay.it.mail.Flood;
import relay.it.running.Meters;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.MxMoment;
import relay.smtp.testing.ScriptedMx;

/**
 * Much mail of five tenants for a thousand domains that are dead or slow waits in a heap of 1 GB, and delays nobody else, also
 * after a restart; an operator's action changes all of it. One story, told in its order. {@code -Pendurance} tells it with a
 * million messages, and then measures too.
 */
@SystemTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BacklogIT {
    private static final int MESSAGES = Integer.getInteger("relay.it.backlog.messages", 3_000);
    private static final boolean FULL_SIZE = MESSAGES >= 1_000_000;
    private static final int DOMAINS = 1_000;
    private static final int SLOW_EACH = 20;
    private static final int TENANTS = 5;
    private static final int SESSIONS = 6;
    private static final int SMALL = 4 << 10;
    private static final int LARGE = 1 << 20;
    private static final int LARGE_EACH = 1_000;
    private static final int PROBES = FULL_SIZE ? 200 : 20;
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(FULL_SIZE ? 30 : 3);
    private static final Duration PROMPT = Duration.ofSeconds(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Internet internet = new Internet();
    private final ScriptedMx live = internet.host().keepingNoContent().start();
    private final ScriptedMx slow = internet.host()
            .keepingNoContent()
            .on(MxMoment.FINAL_DOT)
            .does(exchange -> {
                LockSupport.parkNanos(SLOW.toNanos());
                exchange.proceed();
            })
            .start();
    private final String liveDomain = internet.domainAt(live);
    private final List<String> domains = new ArrayList<>();
    private final RelayProcess relay = internet.joinedBy(RelaySetUp.named("backlog"))
            .withOption("-Xmx1g")
            .with("RELAY_REQUIRE_VERIFIED_DOMAIN", "false")
            .with("RELAY_RETRY_SCHEDULE", "30m")
            .prepare();
    private Rest administrator;
    private Rest other;
    private int probes;

    @BeforeAll
    void begin() throws IOException {
        String dead = internet.newAddress();
        for (int i = 0; i < DOMAINS; i++) {
            String domain = internet.newDomain();
            domains.add(domain);
            internet.send(
                    domain, 10, i % SLOW_EACH == 0 ? slow.address().getAddress().getHostAddress() : dead);
        }
        relay.start();
        administrator = Rest.administrator(relay);
        for (int i = 0; i < TENANTS; i++) {
            Rest tenant = administrator.header("Relay-Tenant", tenant("tenant" + i));
            assertThat(tenant.post("/credentials", "{'name':'flood','kind':'ip','cidr':'" + source(i) + "'}")
                            .status())
                    .isEqualTo(201);
        }
        other = administrator.header("Relay-Tenant", tenant("the other one"));
    }

    private String tenant(String name) throws IOException {
        return administrator.post("/tenants", "{'name':'" + name + "'}").json().getString("id");
    }

    private static String source(int tenant) {
        return "127.1.0." + (1 + tenant);
    }

    @AfterAll
    void end() {
        relay.close();
        live.close();
        slow.close();
        internet.close();
    }

    @Test
    @Order(1)
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void allOfItIsAcceptedAndWaits() throws Exception {
        long begin = System.nanoTime();
        List<Thread> floods = new ArrayList<>();
        List<Integer> accepted = Collections.synchronizedList(new ArrayList<>());
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < TENANTS; i++) {
            Flood flood = new Flood(relay.submission(), source(i), "news@tenant" + i + ".example");
            int tenant = i;
            Thread thread = new Thread(() -> {
                try {
                    accepted.add(flood.send(MESSAGES / TENANTS, SESSIONS, number -> letter(tenant, number)));
                    failures.addAll(flood.failures());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            floods.add(thread);
        }
        for (Thread flood : floods) {
            flood.join();
        }
        report("accepted " + MESSAGES + " messages", begin);
        assertThat(failures).isEmpty();
        assertThat(accepted.stream().mapToInt(count -> count).sum()).isEqualTo(MESSAGES);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(waiting()).isEqualTo(MESSAGES - slow.messageCount()));
        report("all of it waits", begin);
    }

    private Flood.Letter letter(int tenant, int number) {
        int index = tenant * (MESSAGES / TENANTS) + number;
        return new Flood.Letter(
                "r" + index + "@" + domains.get(index % DOMAINS), index % LARGE_EACH == 0 ? LARGE : SMALL);
    }

    @Test
    @Order(2)
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void itDelaysNobodyElse() throws IOException {
        probe("beside it");
    }

    @Test
    @Order(3)
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void norAfterARestart() throws IOException {
        relay.stop();
        long begin = System.nanoTime();
        relay.start();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        report("ready again", begin);
        if (FULL_SIZE) {
            assertThat(took).isLessThan(MINUTE);
        }
        probe("in the minute after a restart");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(waiting()).isEqualTo(MESSAGES - slow.messageCount()));
    }

    @Test
    @Order(4)
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void norWhenAllOfItBecomesDueAtOnce() throws IOException {
        act("flush", "");
        probe("when all of it has become due");
    }

    @Test
    @Order(5)
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void anOperatorCancelsATenantsMail() throws IOException {
        String tenant =
                administrator.get("/tenants").json().getJsonArray("items").getValuesAs(JsonObject.class).stream()
                        .filter(known -> known.getString("name").equals("tenant1"))
                        .findFirst()
                        .orElseThrow()
                        .getString("id");
        long begin = System.nanoTime();
        String id = act("cancel", "'tenant':'" + tenant + "'");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(administrator
                                .get("/queues/actions/" + id)
                                .json()
                                .getString("state"))
                        .isEqualTo("done"));
        report("cancelled " + administrator.get("/queues/actions/" + id).json().getInt("affected"), begin);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(waiting()).isLessThanOrEqualTo(MESSAGES - MESSAGES / TENANTS));
    }

    private String act(String action, String match) throws IOException {
        Rest.Answer answer = administrator.post(
                "/queues/actions", "{'action':'" + action + "','reason':'A test','match':{" + match + "}}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().getString("id");
    }

    /** Sends messages of another tenant one after the other, and tells how long each takes from its 202 to its host. */
    private void probe(String when) throws IOException {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < PROBES; i++) {
            int before = live.messageCount();
            assertThat(other.post(
                                    "/messages",
                                    "{'from':'ann@other.example','to':['reset" + ++probes + "@" + liveDomain
                                            + "'],'subject':'Reset','text':'x'}")
                            .status())
                    .isEqualTo(202);
            long begin = System.nanoTime();
            await().atMost(Duration.ofMinutes(1))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> live.messageCount() > before);
            millis.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
        }
        Collections.sort(millis);
        long p99 = millis.get((int) Math.ceil(millis.size() * 0.99) - 1);
        System.out.println("BacklogIT: " + when + " another tenant's message takes " + millis.get(millis.size() / 2)
                + " ms, p99 " + p99 + " ms");
        if (FULL_SIZE) {
            assertThat(Duration.ofMillis(p99)).isLessThanOrEqualTo(PROMPT);
        }
    }

    private long waiting() throws IOException {
        long waiting = 0;
        String next = "";
        do {
            JsonObject page = administrator
                    .get("/queues?limit=500" + (next.isEmpty() ? "" : "&cursor=" + next))
                    .json();
            for (JsonObject line : page.getJsonArray("items").getValuesAs(JsonObject.class)) {
                for (String count : List.of("ready", "inFlight", "deferred", "held")) {
                    waiting += line.getInt(count);
                }
            }
            next = page.isNull("next") ? "" : page.getString("next");
        } while (!next.isEmpty());
        return waiting;
    }

    private void report(String what, long begin) {
        System.out.printf(
                "BacklogIT: %s after %.1f s; heap %,d MB, delivered %,d%n",
                what,
                (System.nanoTime() - begin) / 1e9,
                (long) (Meters.of(relay).sum("jvm_memory_used_bytes{area=\"heap\"") / 1e6),
                Meters.of(relay).delivered());
    }
}
