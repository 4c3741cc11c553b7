package relay.it.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.it.internet.Internet;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.smtp.testing.MxMoment;
import relay.smtp.testing.ScriptedMx;
import relay.smtp.testing.TestProxy;

/** Mail leaves from the sources of its pool, and from no other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EgressIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Of nobody (RFC 5737). */
    private static final String NOT_HERE = "192.0.2.1";

    private final Internet internet = new Internet();
    private final AtomicInteger names = new AtomicInteger();
    private RelayProcess relay;
    private Rest administrator;
    private String tenantId;
    private Rest tenant;
    private ScriptedMx mx;
    private String domain;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Path shaping = directory.resolve("sources.toml");
        Files.writeString(shaping, """
                [[default.when]]
                reply = "a bad name"
                action = "suspend"
                for = "1h"
                scope = "source"
                [default.source.gentle]
                message-rate = "7/s"
                """);
        relay = internet.joinedBy(RelaySetUp.named("egress"))
                .with("RELAY_REQUIRE_VERIFIED_DOMAIN", "false")
                .with("RELAY_RETRY_SCHEDULE", "1s")
                .with("RELAY_RETRY_SCHEDULE_BROADCAST", "1h")
                .with("RELAY_SHAPING", shaping.toString())
                .start();
        administrator = Rest.administrator(relay);
    }

    @AfterAll
    void end() {
        relay.close();
        internet.close();
    }

    @BeforeEach
    void newTenant() throws IOException {
        tenantId = newTenantId();
        tenant = administrator.header("Relay-Tenant", tenantId);
        mx = internet.host().start();
        domain = internet.domainAt(mx);
    }

    @AfterEach
    void endHost() {
        mx.close();
    }

    private String newTenantId() throws IOException {
        return created("/tenants", "{'name':'" + name("tenant") + "'}").getString("id");
    }

    private String name(String kind) {
        return kind + names.incrementAndGet();
    }

    private JsonObject created(String path, String document) throws IOException {
        Rest.Answer answer = administrator.post(path, document);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    /** A new source. */
    private String source(String more) throws IOException {
        String name = name("source");
        created("/egress/sources", "{'name':'" + name + "'," + more + "}");
        return name;
    }

    private String sourceAt(String address) throws IOException {
        return source("'address':'" + address + "','ehloName':'" + address.replace('.', '-') + ".out.example'");
    }

    private static String proxy(String kind, InetSocketAddress address) {
        return "'proxy':{'kind':'" + kind + "','host':'127.0.0.1','port':" + address.getPort() + "}";
    }

    /** Has the tenant's mail, or that of one of its streams, leave from these sources: each with its weight behind a colon. */
    private String pool(String stream, String... sources) throws IOException {
        String name = name("pool");
        StringBuilder shares = new StringBuilder();
        for (String source : sources) {
            String[] share = source.split(":", 2);
            shares.append(shares.isEmpty() ? "" : ",")
                    .append("{'source':'" + share[0] + "','weight':" + (share.length == 1 ? "1" : share[1]) + "}");
        }
        created(
                "/egress/pools",
                "{'name':'" + name + "','sources':[" + shares + "],'mail':[{'tenant':'" + tenantId + "'"
                        + (stream == null ? "" : ",'stream':'" + stream + "'") + "}]}");
        return name;
    }

    private String send(String stream) throws IOException {
        return send(tenant, stream);
    }

    private String send(Rest sender, String stream) throws IOException {
        Rest.Answer answer = sender.post(
                "/messages",
                "{'from':'ann@a.example','to':['joe@" + domain + "'],'subject':'Hello','text':'x','stream':'" + stream
                        + "'}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json().getString("queueId");
    }

    private JsonObject message(String queueId) throws IOException {
        return tenant.get("/messages/" + queueId).json();
    }

    /** From where each message came, in the order of their arrival. */
    private List<String> awaitPeers(int messages) {
        await().atMost(PATIENCE).until(() -> mx.messageCount() >= messages);
        return mx.messages().stream()
                .map(message -> message.session().peer().getHostAddress())
                .toList();
    }

    private List<JsonObject> lines() throws IOException {
        return administrator
                .get("/queues?limit=100")
                .json()
                .getJsonArray("items")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(line -> line.getString("domain").equals(domain))
                .toList();
    }

    // Sharing

    @Test
    void leavesFromTheSourcesOfItsPoolByTheirWeights() throws IOException {
        String one = internet.newAddress();
        String two = internet.newAddress();
        String first = sourceAt(one);
        pool(null, first + ":2", sourceAt(two));
        String queueId = send("transactional");
        for (int i = 1; i < 9; i++) {
            send("transactional");
        }
        List<String> peers = awaitPeers(9);
        assertThat(peers).filteredOn(one::equals).hasSize(6);
        assertThat(peers).filteredOn(two::equals).hasSize(3);
        assertThat(mx.sessions())
                .allSatisfy(session -> assertThat(session.commands().get(0))
                        .isEqualTo("EHLO " + session.peer().getHostAddress().replace('.', '-') + ".out.example"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(message(queueId)
                                .getJsonArray("attempts")
                                .getJsonObject(0)
                                .getString("source"))
                        .isEqualTo(first));
        assertThat(lines()).extracting(line -> line.getString("source")).doesNotContain("default");
    }

    @Test
    void leavesFromWhereverTheSystemLikesWithoutAPool() throws IOException {
        String queueId = send("transactional");
        assertThat(awaitPeers(1)).containsExactly("127.0.0.1");
        assertThat(mx.sessions().get(0).commands()).startsWith("EHLO relay.example");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(message(queueId)
                                .getJsonArray("attempts")
                                .getJsonObject(0)
                                .getString("source"))
                        .isEqualTo("default"));
    }

    @Test
    void keepsThePoolOfATenantToItself() throws IOException {
        String mine = internet.newAddress();
        pool(null, sourceAt(mine));
        send(administrator.header("Relay-Tenant", newTenantId()), "transactional");
        assertThat(awaitPeers(1)).containsExactly("127.0.0.1");
        send("transactional");
        assertThat(awaitPeers(2).get(1)).isEqualTo(mine);
    }

    @Test
    void keepsThePoolOfAStreamToItself() throws IOException {
        String bulk = internet.newAddress();
        pool("broadcast", sourceAt(bulk));
        send("transactional");
        assertThat(awaitPeers(1)).containsExactly("127.0.0.1");
        send("broadcast");
        assertThat(awaitPeers(2).get(1)).isEqualTo(bulk);
    }

    @Test
    void heedsChangesWithoutARestart() throws IOException {
        String before = internet.newAddress();
        String after = internet.newAddress();
        String source = sourceAt(before);
        String pool = pool(null, source);
        send("transactional");
        assertThat(awaitPeers(1)).containsExactly(before);
        administrator.patch("/egress/sources/" + source, "{'address':'" + after + "','ehloName':''}");
        send("transactional");
        assertThat(awaitPeers(2).get(1)).isEqualTo(after);
        assertThat(mx.sessions().get(1).commands()).startsWith("EHLO relay.example");
        assertThat(administrator.delete("/egress/pools/" + pool).status()).isEqualTo(204);
        send("transactional");
        assertThat(awaitPeers(3).get(2)).isEqualTo("127.0.0.1");
    }

    // Failing over

    @Test
    void leavesFromAnotherSourceOfItsPoolWhenAnAddressIsNotThere() throws IOException {
        String here = internet.newAddress();
        pool(null, sourceAt(NOT_HERE), sourceAt(here));
        String queueId = send("transactional");
        send("transactional");
        assertThat(awaitPeers(2)).containsExactly(here, here);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(message(queueId).getString("status")).isEqualTo("delivered"));
        assertThat(message(queueId).getJsonArray("attempts")).hasSize(1);
    }

    @Test
    void leavesFromAnotherSourceOfItsPoolWhenAProxyIsAway() throws IOException {
        TestProxy proxy = TestProxy.socks5("127.0.0.1");
        proxy.close();
        String here = internet.newAddress();
        pool(null, source(proxy("socks5", proxy.address())), sourceAt(here));
        send("transactional");
        send("transactional");
        assertThat(awaitPeers(2)).containsExactly(here, here);
    }

    @Test
    void waitsWhenNoSourceOfItsPoolIsThere() throws IOException {
        String source = sourceAt(NOT_HERE);
        String pool = pool(null, source);
        String queueId = send("transactional");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonObject recipient = message(queueId).getJsonArray("recipients").getJsonObject(0);
            assertThat(recipient.getString("status")).isEqualTo("deferred");
            assertThat(recipient.getString("lastReply"))
                    .startsWith("No source of the pool " + pool + " can be used: " + source + ": address " + NOT_HERE);
        });
        assertThat(mx.sessions()).isEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines()).singleElement().satisfies(line -> {
                    assertThat(line.getString("source")).isEqualTo(source);
                    assertThat(line.getString("restReason")).contains(NOT_HERE);
                }));
        String here = internet.newAddress();
        administrator.patch("/egress/sources/" + source, "{'address':'" + here + "'}");
        assertThat(awaitPeers(1)).containsExactly(here);
    }

    // Proxies

    @Test
    void leavesThroughASocksProxy() throws IOException {
        String address = internet.newAddress();
        try (TestProxy proxy = TestProxy.socks5(address, "relay", "secret")) {
            String source = source("'proxy':{'kind':'socks5','host':'127.0.0.1','port':"
                    + proxy.address().getPort() + ",'user':'relay','password':'secret'}");
            pool(null, source);
            send("transactional");
            assertThat(awaitPeers(1)).containsExactly(address);
            assertThat(proxy.connected()).hasSize(1);
            assertThat(administrator.get("/egress/sources/" + source).text()).doesNotContain("secret");
        }
    }

    @Test
    void leavesThroughAnHaproxy() throws IOException {
        String address = internet.newAddress();
        try (TestProxy proxy = TestProxy.haproxy()) {
            pool(null, source("'address':'" + address + "'," + proxy("haproxy", proxy.address())));
            send("transactional");
            assertThat(awaitPeers(1)).containsExactly(address);
            assertThat(proxy.connected()).hasSize(1);
        }
    }

    // Warming up

    private static String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }

    @Test
    void leavesToTheWarmSourceWhatExceedsTheDayOfANewOne() throws IOException {
        String fresh = internet.newAddress();
        String source = source("'address':'" + fresh + "','warmUpSince':'" + today() + "','ramp':'5,5,5'");
        pool(null, source, sourceAt(internet.newAddress()));
        for (int i = 0; i < 30; i++) {
            send("transactional");
        }
        assertThat(awaitPeers(30)).filteredOn(fresh::equals).hasSize(5);
        relay.stop();
        relay.start();
        for (int i = 0; i < 10; i++) {
            send("transactional");
        }
        assertThat(awaitPeers(40)).filteredOn(fresh::equals).hasSize(5);
        assertThat(administrator
                        .get("/egress/sources/" + source + "/warm-up")
                        .json()
                        .getJsonArray("items"))
                .singleElement()
                .satisfies(day -> {
                    assertThat(day.asJsonObject().getInt("taken")).isEqualTo(5);
                    assertThat(day.asJsonObject().getInt("allowance")).isEqualTo(5);
                    assertThat(day.asJsonObject().getString("day")).isEqualTo(today());
                });
    }

    @Test
    void waitsForTheNextDayWhenAllSourcesAreWarmingUp() throws IOException {
        String fresh = internet.newAddress();
        String source = source("'address':'" + fresh + "','warmUpSince':'" + today() + "','ramp':'2,2,2'");
        pool(null, source);
        for (int i = 0; i < 4; i++) {
            send("transactional");
        }
        assertThat(awaitPeers(2)).containsOnly(fresh);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines()).singleElement().satisfies(line -> {
                    assertThat(line.getInt("deferred")).isEqualTo(2);
                    assertThat(line.getInt("ready")).isZero();
                }));
        assertThat(mx.messages()).hasSize(2);
        administrator.patch("/egress/sources/" + source, "{'warmUpSince':''}");
        assertThat(awaitPeers(4)).containsOnly(fresh);
    }

    // Pace and retries

    @Test
    void leavesFromOtherSourcesWhileOneIsSuspended() throws IOException {
        pool(null, sourceAt(internet.newAddress()), sourceAt(internet.newAddress()));
        mx.on(MxMoment.RCPT).once().reply("451 4.3.0 You have a bad name here");
        String first = send("broadcast");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(message(first).getJsonArray("attempts")).isNotEmpty());
        for (int i = 0; i < 4; i++) {
            send("transactional");
        }
        assertThat(Set.copyOf(awaitPeers(4))).hasSize(1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines())
                        .filteredOn(line -> !line.isNull("restReason"))
                        .singleElement()
                        .satisfies(
                                line -> assertThat(line.getString("restReason")).contains("a bad name")));
    }

    @Test
    void explainsThePaceOfASource() throws IOException {
        String shaping = "/queues/shaping?domain=" + domain;
        assertThat(administrator.get(shaping + "&source=gentle").status()).isEqualTo(400);
        created("/egress/sources", "{'name':'gentle','address':'" + internet.newAddress() + "'}");
        JsonObject explanation = administrator.get(shaping + "&source=gentle").json();
        assertThat(explanation.getString("source")).isEqualTo("gentle");
        assertThat(explanation.getJsonArray("limits"))
                .anySatisfy(limit -> assertThat(limit.toString())
                        .contains("\"message-rate\"", "\"7/s\"", "sources.toml:7 [default.source.gentle]"));
        assertThat(administrator.get(shaping).text()).doesNotContain("7/s");
    }

    @Test
    void comesBackEarlyAndFromTheSameSourceToAHostThatAsksForIt() throws IOException {
        pool(null, sourceAt(internet.newAddress()), sourceAt(internet.newAddress()));
        mx.on(MxMoment.RCPT).times(4).reply("450 4.2.0 Greylisted, come back in 2 seconds");
        List<String> queueIds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            queueIds.add(send("broadcast"));
        }
        assertThat(Set.copyOf(awaitPeers(4))).hasSize(2);
        for (String queueId : queueIds) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(message(queueId).getJsonArray("attempts"))
                            .hasSize(2));
            List<JsonObject> attempts =
                    message(queueId).getJsonArray("attempts").getValuesAs(JsonObject.class);
            assertThat(attempts.get(1).getString("source"))
                    .isEqualTo(attempts.get(0).getString("source"));
            assertThat(Duration.between(
                            Instant.parse(attempts.get(0).getString("at")),
                            Instant.parse(attempts.get(1).getString("at"))))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        }
    }

    @Test
    void triesEachStreamAgainByItsOwnSchedule() throws IOException {
        mx.on(MxMoment.RCPT).times(2).reply("451 4.3.0 Busy");
        String patient = send("broadcast");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(message(patient).getString("status")).isEqualTo("deferred"));
        String urgent = send("transactional");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(message(urgent).getString("status")).isEqualTo("delivered"));
        assertThat(message(patient).getString("status")).isEqualTo("deferred");
        assertThat(message(patient).getJsonArray("attempts")).hasSize(1);
    }

    // Setting up

    @Test
    void belongsToAdministrators() throws IOException {
        assertThat(Rest.of(relay).get("/egress/sources").status()).isEqualTo(403);
        assertThat(Rest.of(relay).post("/egress/pools", "{}").status()).isEqualTo(403);
    }

    @Test
    void keepsASourceThatAPoolHas() throws IOException {
        String source = sourceAt(internet.newAddress());
        String pool = pool(null, source);
        Rest.Answer refusal = administrator.delete("/egress/sources/" + source);
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.json().getString("detail")).contains(pool);
        assertThat(administrator.delete("/egress/pools/" + pool).status()).isEqualTo(204);
        assertThat(administrator.delete("/egress/sources/" + source).status()).isEqualTo(204);
        assertThat(administrator.get("/egress/sources/" + source).status()).isEqualTo(404);
    }

    @Test
    void givesMailOnePoolOnly() throws IOException {
        String source = sourceAt(internet.newAddress());
        String pool = pool("broadcast", source);
        Rest.Answer refusal = administrator.post(
                "/egress/pools",
                "{'name':'another','sources':[{'source':'" + source + "'}],'mail':[{'tenant':'" + tenantId
                        + "','stream':'broadcast'}]}");
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.json().getString("detail")).contains(pool);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "sources | {'address':'127.0.0.1'} | name must have 1 to 64 letters",
                "sources | {'name':'a b'} | name must have 1 to 64 letters",
                "sources | {'name':'x','address':'mail.example'} | address must be an IPv4 or IPv6 address",
                "sources | {'name':'x','address':'300.0.0.1'} | address must be an IPv4 or IPv6 address",
                "sources | {'name':'x','ehloName':'a_b'} | ehloName must be a host name",
                "sources | {'name':'x','proxy':{'kind':'http'}} | proxy.kind must be socks5, haproxy or none",
                "sources | {'name':'x','proxy':{'kind':'socks5','host':'p.example'}} | proxy.port must be from 1 to 65535",
                "sources | {'name':'x','proxy':{'kind':'haproxy','host':'p.example','port':1}} | address must be given with a proxy of the kind haproxy",
                "sources | {'name':'x','proxy':{'kind':'socks5','host':'p.example','port':1,'user':'u'}} | proxy.user and proxy.password go together",
                "sources | {'name':'x','proxy':{'typ':'socks5'}} | proxy knows kind, host, port, user, password, and no typ",
                "sources | {'name':'x','warmUpSince':'soon'} | warmUpSince must be a day as in",
                "sources | {'name':'x','warmUpSince':'+99999-01-01'} | warmUpSince must be a day as in",
                "sources | {'name':'x','warmUpSince':'2027-01-01','ramp':'50,0'} | ramp must be 1 to 100 whole numbers",
                "pools | {'name':'x'} | sources must name at least one source",
                "pools | {'name':'x','sources':['a']} | sources must be a list of objects",
                "pools | {'name':'x','sources':[{'source':'nobody'}]} | add \"nobody\" to /egress/sources first",
                "pools | {'name':'x','sources':[{'weight':1}]} | sources must each name a source that exists",
            })
    void saysWhatIsWrong(String kind, String document, String complaint) throws IOException {
        Rest.Answer answer = administrator.post("/egress/" + kind, document);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.json().getString("detail")).contains(complaint);
        assertThat(answer.json().getJsonArray("errors")).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'mail':[{}] | mail must name a tenant, a stream or both",
                "'mail':[{'stream':'bulk'}] | mail: stream must be transactional or broadcast",
                "'mail':[{'tenant':'nobody'}] | mail: there is no tenant nobody",
                "'mail':[{'tennant':'x'}] | mail[0] knows tenant, stream, and no tennant",
                "'sources':[{'source':'SOURCE','weight':0}] | weight must be from 1 to 1000",
            })
    void saysWhatIsWrongWithAPool(String change, String complaint) throws IOException {
        String source = sourceAt(internet.newAddress());
        String pool = pool(null, source);
        Rest.Answer answer = administrator.patch("/egress/pools/" + pool, "{" + change.replace("SOURCE", source) + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.json().getString("detail")).contains(complaint);
    }
}
