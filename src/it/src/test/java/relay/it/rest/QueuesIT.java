package relay.it.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
import relay.it.mail.Arrivals;
import relay.it.mail.Correspondent;
import relay.it.mail.RelayRest;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.smtp.testing.MxMoment;
import relay.smtp.testing.ScriptedMx;

/** Operators see what waits, and steer it. Retries are an hour apart here: what moves was moved. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueuesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Internet internet = new Internet();
    private Path shaping;
    private RelayProcess relay;
    private RelayRest rest;
    private Rest administrator;
    private Correspondent sender;
    private ScriptedMx mx;
    private String domain;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        shaping = directory.resolve("mine.toml");
        Files.writeString(shaping, "");
        relay = internet.joinedBy(RelaySetUp.named("queues"))
                .with("RELAY_REQUIRE_VERIFIED_DOMAIN", "false")
                .with("RELAY_RETRY_SCHEDULE", "1h")
                .with("RELAY_PRIVATE_DESTINATIONS", "127.0.0.0/8")
                .with("RELAY_PROXY_NETWORKS", "127.9.9.9/32")
                .with("RELAY_SHAPING", shaping.toString())
                .start();
        rest = RelayRest.of(relay);
        administrator = Rest.administrator(relay);
    }

    @AfterAll
    void end() {
        relay.close();
        internet.close();
    }

    @BeforeEach
    void newSender() {
        sender = new Correspondent(relay, internet);
        mx = internet.host().start();
        domain = internet.domainAt(mx);
    }

    @AfterEach
    void endHosts() {
        sender.close();
        mx.close();
    }

    private String joe() {
        return "joe@" + domain;
    }

    private String act(String action) throws IOException {
        return act(action, "'match':{'domain':'" + domain + "'}");
    }

    private String act(String action, String more) throws IOException {
        Rest.Answer answer =
                administrator.post("/queues/actions", "{'action':'" + action + "','reason':'A test'," + more + "}");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json().getString("id");
    }

    private void awaitDone(String action) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(administrator
                                .get("/queues/actions/" + action)
                                .json()
                                .getString("state"))
                        .isEqualTo("done"));
    }

    private void awaitStatus(String queueId, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rest.statuses(queueId)).containsExactly(status));
    }

    private Optional<JsonObject> line() throws IOException {
        return administrator.get("/queues?limit=100").json().getJsonArray("items").stream()
                .map(item -> item.asJsonObject())
                .filter(item -> item.getString("domain").equals(domain))
                .findFirst();
    }

    private String deferred() throws IOException {
        mx.on(MxMoment.RCPT).once().reply("451 4.7.1 Not now");
        String queueId = sender.write(joe());
        awaitStatus(queueId, "deferred");
        return queueId;
    }

    // Seeing

    @Test
    void showWhatWaitsAndWhy() throws IOException {
        deferred();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(line()).hasValueSatisfying(line -> {
                    assertThat(line.getInt("deferred")).isEqualTo(1);
                    assertThat(line.getInt("inFlight")).isZero();
                    assertThat(line.getString("site")).startsWith("mx-127-");
                    assertThat(line.getString("oldest")).startsWith("20");
                    assertThat(line.getJsonArray("lastReplies").getString(0)).startsWith("451 4.7.1");
                }));
    }

    @Test
    void belongToAdministrators() throws IOException {
        assertThat(Rest.of(relay).get("/queues").status()).isEqualTo(403);
        assertThat(Rest.of(relay).post("/queues/actions", "{}").status()).isEqualTo(403);
    }

    // Steering

    @Test
    void sendNothingThatIsSuspendedUntilItIsResumed() throws IOException {
        act("suspend");
        String queueId = sender.write(joe());
        awaitStatus(queueId, "queued");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(line())
                        .hasValueSatisfying(
                                line -> assertThat(line.getInt("deferred")).isEqualTo(1)));
        assertThat(mx.messages()).isEmpty();
        act("resume");
        awaitStatus(queueId, "delivered");
        assertThat(Arrivals.of(mx, joe())).hasSize(1);
    }

    @Test
    void staySuspendedAfterARestart() throws IOException {
        String suspension = act("suspend");
        relay.stop();
        relay.start();
        String queueId = sender.write(joe());
        awaitStatus(queueId, "queued");
        assertThat(administrator.get("/queues/actions/" + suspension).json().getString("state"))
                .isEqualTo("active");
        assertThat(mx.messages()).isEmpty();
        assertThat(administrator.delete("/queues/actions/" + suspension).status())
                .isEqualTo(204);
        awaitStatus(queueId, "delivered");
    }

    @Test
    void holdWhatWaitsAndReleaseIt() throws IOException {
        String queueId = deferred();
        awaitDone(act("hold"));
        awaitStatus(queueId, "held");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(line())
                        .hasValueSatisfying(
                                line -> assertThat(line.getInt("held")).isEqualTo(1)));
        awaitDone(act("release"));
        awaitStatus(queueId, "delivered");
        assertThat(rest.events(queueId)).containsExactly("accepted", "deferred", "held", "released", "delivered");
    }

    @Test
    void cancelWhatWaits() throws IOException {
        String queueId = deferred();
        String action = act("cancel");
        awaitDone(action);
        awaitStatus(queueId, "cancelled");
        assertThat(administrator.get("/queues/actions/" + action).json().getInt("affected"))
                .isEqualTo(1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(line()).isEmpty());
    }

    @Test
    void returnWhatWaitsToItsSender() throws IOException {
        String queueId = deferred();
        awaitDone(act("bounce"));
        awaitStatus(queueId, "bounced");
        assertThat(sender.awaitNotice(joe()).field("Action")).isEqualTo("failed");
    }

    @Test
    void tryWhatWaitsAtOnceWhenTheyAreFlushed() throws IOException {
        String queueId = deferred();
        act("flush");
        awaitStatus(queueId, "delivered");
    }

    @Test
    void goElsewhereWhileTheyAreRerouted() throws IOException {
        try (ScriptedMx other = internet.host().start()) {
            String address = other.address().getAddress().getHostAddress() + ":" + other.port();
            String action = act("reroute", "'match':{'domain':'" + domain + "'},'to':'" + address + "'");
            awaitStatus(sender.write(joe()), "delivered");
            assertThat(Arrivals.of(other, joe())).hasSize(1);
            assertThat(mx.messages()).isEmpty();
            administrator.delete("/queues/actions/" + action);
            awaitStatus(sender.write(joe()), "delivered");
            assertThat(Arrivals.of(mx, joe())).hasSize(1);
        }
    }

    @Test
    void actOnNobodyElse() throws IOException {
        String other = "ann@" + internet.domainAt(mx);
        act("suspend");
        awaitStatus(sender.write(other), "delivered");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'action':'stop','match':{'domain':'x.test'},'reason':'x'} | action must be one of suspend, resume",
                "{'action':'hold','reason':'x'} | match must name at least one of tenant, campaign, domain and site",
                "{'action':'hold','match':{},'reason':'x'} | match must name at least one",
                "{'action':'hold','match':{'domian':'x.test'},'reason':'x'} | match knows tenant, campaign, domain, site, and no domian",
                "{'action':'hold','match':'x.test','reason':'x'} | match must be an object",
                "{'action':'hold','match':{'domain':'x.test'}} | reason must say in 1 to 500 characters why",
                "{'action':'reroute','match':{'domain':'x.test'},'reason':'x'} | to must be host:port",
                "{'action':'hold','match':{'tenant':'nobody'},'reason':'x'} | match.tenant must be the id of a tenant",
                "{'action':'suspend','match':{'domain':'x.test'},'reason':'x','expires':'soon'} | expires must be a time",
                "{'action':'suspend','match':{'domain':'x.test'},'reason':'x','expires':'2020-01-01T00:00:00Z'} | lie in the future",
            })
    void sayWhatIsWrongWithAnAction(String document, String complaint) throws IOException {
        Rest.Answer answer = administrator.post("/queues/actions", document);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().toString()).contains(complaint);
    }

    @Test
    void refuseToSendMailInCircles() throws IOException {
        Rest.Answer answer = administrator.post(
                "/queues/actions",
                "{'action':'reroute','match':{'domain':'x.test'},'reason':'x','to':'127.0.0.1:"
                        + relay.transfer().getPort() + "'}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().toString()).contains("would circle");
    }

    @Test
    void tellWhyADomainGoesNowhere() throws IOException {
        domain = internet.newDomain();
        internet.dns().fail(domain);
        awaitStatus(sender.write(joe()), "deferred");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(line().map(
                                        line -> line.getJsonArray("lastReplies").toString()))
                        .hasValueSatisfying(replies -> assertThat(replies).contains("4.4.3")));
    }

    // Shaping

    @Test
    void explainTheirPace() throws IOException {
        shape("");
        assertThat(limits())
                .anySatisfy(limit -> assertThat(limit)
                        .contains("\"message-rate\"", "\"900/s\"", "mine.toml:2 [domain." + domain + "]"));
    }

    /** Has the domain follow a rule, and waits until the relay knows it. */
    private void shape(String rule) throws IOException {
        Files.writeString(shaping, "[domain.\"" + domain + "\"]\nmessage-rate = \"900/s\"\n" + rule);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(limits()).anyMatch(limit -> limit.contains("900/s")));
    }

    private List<String> limits() throws IOException {
        return administrator.get("/queues/shaping?domain=" + domain).json().getJsonArray("limits").stream()
                .map(JsonValue::toString)
                .toList();
    }

    @Test
    void restWhenAReplyCallsForIt() throws IOException {
        shape("[[domain.\"" + domain + "\".when]]\nreply = \"too much\"\naction = \"suspend\"\nfor = \"1h\"\n");
        mx.on(MxMoment.RCPT).once().reply("451 4.7.1 This is too much");
        awaitStatus(sender.write(joe()), "deferred");
        String next = sender.write(joe());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(line()).hasValueSatisfying(line -> {
                    assertThat(line.isNull("restUntil")).isFalse();
                    assertThat(line.getString("restReason")).contains("This is too much");
                    assertThat(line.getInt("deferred")).isEqualTo(2);
                }));
        assertThat(mx.messages()).isEmpty();
        act("resume");
        awaitStatus(next, "delivered");
    }

    @Test
    void keepTheirPaceWhenAShapingFileIsWrong() throws IOException {
        Files.writeString(shaping, "[defualt]\n");
        await().atMost(PATIENCE).until(() -> relay.log().contains("mine.toml:1: unknown section"));
        assertThat(limits()).hasSize(6);
    }
}
