package relay.it.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.it.rest.Rest.Answer;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;

@SystemTest
class RestIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int AT_A_TIME = 8;

    @SuppressWarnings("TimeInStaticInitializer") // one time for all tests, far enough ahead
    private static final Instant LATER = Instant.now().plus(Duration.ofDays(30));

    private final RelayProcess relay;
    private final Rest tenant;
    private final Rest administrator;

    RestIT(RelayProcess relay) {
        this.relay = relay;
        this.tenant = Rest.of(relay);
        this.administrator = Rest.administrator(relay);
    }

    // Who may call

    @Test
    void wantsAKey() throws IOException {
        Answer answer = tenant.anonymous().get("/messages");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(tenant.with("wrong").get("/messages").status()).isEqualTo(401);
    }

    @Test
    void keepsToTheScopesOfAKey() throws IOException {
        Rest reader = tenant.with(key("read"));
        Rest sender = tenant.with(key("send"));

        assertThat(reader.get("/messages").status()).isEqualTo(200);
        assertThat(reader.post("/messages", letter("delivered", "x")).status()).isEqualTo(403);
        assertThat(reader.post("/domains", "{'name':'x.example'}").status()).isEqualTo(403);
        assertThat(sender.post("/messages", letter("delivered", "x")).status()).isEqualTo(202);
        assertThat(sender.get("/messages").status()).isEqualTo(403);
        assertThat(tenant.get("/tenants").status()).isEqualTo(403);
    }

    @Test
    void endsWithItsCredential() throws IOException {
        JsonObject credential =
                tenant.post("/credentials", "{'name':'short','kind':'api'}").json();
        Rest shortLived = tenant.with(credential.getString("secret"));
        assertThat(shortLived.get("/messages").status()).isEqualTo(200);

        assertThat(tenant.delete("/credentials/" + credential.getString("id")).status())
                .isEqualTo(204);

        assertThat(shortLived.get("/messages").status()).isEqualTo(401);
    }

    @Test
    void wantsTheTenantOfAnAdministrator() throws IOException {
        assertThat(administrator.get("/domains").status()).isEqualTo(400);
        assertThat(administrator.get("/domains").json().getString("detail")).contains("Relay-Tenant");
        assertThat(administrator
                        .header("Relay-Tenant", "nobody")
                        .get("/domains")
                        .status())
                .isEqualTo(404);
        assertThat(administrator
                        .header("Relay-Tenant", newTenant())
                        .get("/domains")
                        .status())
                .isEqualTo(200);
    }

    // Errors

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "nonsense", "{'from':1}", "{'to':'x'}"})
    void saysWhatIsWrongWithADocument(String json) throws IOException {
        Answer answer = tenant.post("/messages", json);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.text()).doesNotContain("Exception", "relay.web");
    }

    @Test
    void answersEverythingWithProblems() throws IOException {
        assertThat(List.of(
                        tenant.get("/nothing"),
                        tenant.get("/messages/nothing"),
                        tenant.delete("/messages"),
                        tenant.call("POST", "/messages", "text/plain", "x"),
                        tenant.get("/messages?limit=0"),
                        tenant.get("/messages?cursor=x"),
                        tenant.get("/messages?status=x&from=y")))
                .allSatisfy(answer -> assertThat(answer.isProblem()).isTrue())
                .extracting(Answer::status)
                .containsExactly(404, 404, 405, 415, 400, 400, 400);
    }

    @Test
    void takesNoNumberForAText() throws IOException {
        assertThat(tenant.post("/domains", "{'name':5}")
                        .json()
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("message"))
                .isEqualTo("name must be a text");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /tenants",
        "PATCH, /tenants/nobody",
        "POST, /domains",
        "POST, /credentials",
        "POST, /messages",
        "POST, /messages/nothing/resolve",
        "POST, /queues/actions"
    })
    void wantsABody(String method, String path) throws IOException {
        Rest caller = administrator.header("Relay-Tenant", newTenant());

        for (Answer answer : List.of(caller.call(method, path), caller.call(method, path, "application/json", ""))) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.isProblem()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\u001f", "\\u0085"})
    void takesNoControlCharactersInNames(String control) throws IOException {
        assertThat(List.of(
                        administrator.post("/tenants", "{'name':'a" + control + "b'}"),
                        tenant.post("/credentials", "{'name':'a" + control + "b','kind':'api'}"),
                        tenant.post("/domains", "{'name':'a" + control + "b.example'}"),
                        administrator.post(
                                "/queues/actions",
                                "{'action':'suspend','match':{'domain':'a.example'},'reason':'a" + control + "b'}"),
                        administrator.post(
                                "/queues/actions",
                                "{'action':'suspend','match':{'domain':'a" + control + "b'},'reason':'a'}")))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(400);
                    assertThat(answer.isProblem()).isTrue();
                    assertThat(answer.json().getString("detail")).endsWith("line ends or other control characters");
                });
    }

    @Test
    void takesNoControlCharactersInAddresses() throws IOException {
        assertThat(List.of(
                        tenant.get("/messages/%01"),
                        tenant.get("/domains/a%C2%85b"),
                        tenant.post("/messages/x/cancel?recipient=a%00b")))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(400);
                    assertThat(answer.isProblem()).isTrue();
                });
        // the stand-alone relay's server refuses this one itself
        assertThat(tenant.get("/messages/%00").status()).isEqualTo(400);
    }

    @Test
    void takesNoBodyThatIsTooLarge() throws IOException {
        assertThat(tenant.post("/domains", "{'name':'" + "x".repeat(100_000) + "'}")
                        .status())
                .isEqualTo(413);
    }

    // Tenants, domains, credentials

    @Test
    void letsANetworkBelongToOneTenant() throws IOException {
        Rest first = administrator.header("Relay-Tenant", newTenant());
        Rest second = administrator.header("Relay-Tenant", newTenant());
        assertThat(first.post("/credentials", "{'name':'printers','kind':'ip','cidr':'198.51.100.0/24'}")
                        .status())
                .isEqualTo(201);

        Answer clash = second.post("/credentials", "{'name':'printers','kind':'ip','cidr':'198.51.100.128/25'}");

        assertThat(clash.status()).isEqualTo(409);
        assertThat(clash.json().getString("detail")).contains("198.51.100.128/25", "198.51.100.0/24");
        assertThat(first.post("/credentials", "{'name':'one of them','kind':'ip','cidr':'198.51.100.7'}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void managesTenants() throws IOException {
        String name = UUID.randomUUID().toString();
        Answer created = administrator.post("/tenants", "{'name':'" + name + "','perHour':5}");
        String path = "/tenants/" + created.json().getString("id");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).endsWith(path);
        assertThat(administrator.post("/tenants", "{'name':'" + name + "'}").status())
                .isEqualTo(409);
        assertThat(administrator
                        .patch(path, "{'status':'suspended','perHour':0}")
                        .json())
                .containsEntry("status", Json.createValue("suspended"))
                .doesNotContainKey("perHour");
        assertThat(administrator.delete(path).status()).isEqualTo(204);
        assertThat(administrator.get(path).status()).isEqualTo(404);
    }

    @Test
    void showsTheRecordsThatADomainNeeds() throws IOException {
        String name = "d" + UUID.randomUUID().toString().substring(0, 8) + ".example";
        Answer created = tenant.post("/domains", "{'name':'" + name + "'}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().getBoolean("verified")).isFalse();
        assertThat(created.json().getJsonArray("dns").getValuesAs(JsonObject.class))
                .extracting(record -> record.getString("purpose"))
                .contains("ownership", "dkim", "spf", "dmarc", "return-path", "tracking");
        assertThat(tenant.post("/domains/" + name + "/dkim/rotate").status()).isEqualTo(200);
        assertThat(tenant.delete("/domains/" + name).status()).isEqualTo(204);
    }

    @Test
    void showsASecretOnce() throws IOException {
        JsonObject created =
                tenant.post("/credentials", "{'name':'once','kind':'smtp'}").json();

        assertThat(created.getString("secret")).isNotEmpty();
        assertThat(tenant.get("/credentials/" + created.getString("id")).json()).doesNotContainKey("secret");
        assertThat(tenant.get("/credentials").text()).doesNotContain(created.getString("secret"));
    }

    @Test
    void makesNoOpenRelay() throws IOException {
        assertThat(tenant.post("/credentials", "{'name':'all','kind':'ip','cidr':'0.0.0.0/0'}")
                        .status())
                .isEqualTo(400);
    }

    // Sending

    @Test
    void sendsAndShowsWhatBecameOfIt() throws IOException {
        String queueId = sent(letter("delivered", "Grüße"));

        awaitStatus(queueId, "delivered");

        JsonObject message = tenant.get("/messages/" + queueId).json();
        assertThat(message.getString("subject")).isEqualTo("Grüße");
        assertThat(types(message)).containsExactly("accepted", "delivered");
        JsonObject attempt = message.getJsonArray("attempts").getJsonObject(0);
        assertThat(attempt.getString("reply")).startsWith("250");
        assertThat(tenant.get("/messages/" + queueId + "/raw").status()).isEqualTo(410);
    }

    @Test
    void findsAMessageWithinASecondInEveryWay() throws IOException {
        String mark = UUID.randomUUID().toString();
        String queueId = sent("{'from':'hello@demo.test','to':['delivered+" + mark + "@simulator.test'],'subject':'"
                + mark + "','tags':['" + mark + "'],'sendAt':'" + LATER + "'}");
        await().atMost(Duration.ofSeconds(1))
                .until(() -> ids(tenant.get("/messages?q=" + mark)).contains(queueId));

        for (String query : List.of(
                "recipient=delivered%2B" + mark + "@simulator.test",
                "tag=" + mark,
                "status=scheduled&q=" + mark.substring(3, 20),
                "sender=hello@demo.test&tag=" + mark,
                "q=" + queueId,
                "from=2020-01-01&to=2100-01-01T00:00:00Z&tag=" + mark)) {
            assertThat(ids(tenant.get("/messages?" + query))).as(query).containsExactly(queueId);
        }
        assertThat(ids(tenant.get("/messages?to=2020-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void goesThroughPagesWithoutLossOrRepetition() throws IOException {
        String tag = UUID.randomUUID().toString();
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < 7; i++) {
            sent.add(sent("{'from':'hello@demo.test','to':['delivered@simulator.test'],'tags':['" + tag
                    + "'],'sendAt':'" + LATER + "'}"));
        }
        await().atMost(PATIENCE)
                .until(() -> ids(tenant.get("/messages?tag=" + tag)).size() == 7);

        List<String> seen = new ArrayList<>();
        String path = "/messages?limit=3&tag=" + tag;
        String next = "";
        while (next != null) {
            Answer page = tenant.get(path + (next.isEmpty() ? "" : "&cursor=" + next));
            seen.addAll(ids(page));
            JsonValue cursor = page.json().get("next");
            next = cursor instanceof JsonString text ? text.getString() : null;
        }

        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void sendsACompleteMessageAsItIs() throws IOException {
        String raw = Base64.getEncoder()
                .encodeToString("From: hello@demo.test\nSubject: raw\nX-Relay-Tag: t\nBcc: x@y.z\n\nBody \n"
                        .getBytes(StandardCharsets.US_ASCII));
        String queueId = sent("{'envelope':{'from':'hello@demo.test','to':['full@simulator.test']},'raw':'" + raw
                + "','stream':'broadcast'}");

        String content = tenant.get("/messages/" + queueId + "/raw").text();

        assertThat(content).contains("Subject: raw\r\n").endsWith("\r\n\r\nBody \r\n");
        assertThat(content).doesNotContain("X-Relay", "Bcc");
        JsonObject message = tenant.get("/messages/" + queueId).json();
        assertThat(message.getString("stream")).isEqualTo("broadcast");
        assertThat(message.getJsonArray("tags").getString(0)).isEqualTo("t");
    }

    @Test
    void refusesAsSmtpDoes() throws IOException {
        String other = newTenant();

        Answer answer = administrator
                .header("Relay-Tenant", other)
                .post(
                        "/messages",
                        "{'envelope':{'from':'a@b.example','to':['delivered@simulator.test']},'raw':'"
                                + Base64.getEncoder()
                                        .encodeToString("Subject: no From\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                                + "'}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().getString("reply")).startsWith("550 5.6.0");
    }

    @Test
    void takesNothingFromASuspendedTenant() throws IOException {
        String suspended = newTenant();
        administrator.patch("/tenants/" + suspended, "{'status':'suspended'}");

        Answer answer = administrator.header("Relay-Tenant", suspended).post("/messages", letter("delivered", "x"));

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void holdsATenantToItsLimit() throws IOException {
        String limited = newTenant();
        administrator.patch("/tenants/" + limited, "{'perHour':1}");
        Rest rest = administrator.header("Relay-Tenant", limited);

        assertThat(rest.post("/messages", letter("delivered", "x")).status()).isEqualTo(202);
        Answer second = rest.post("/messages", letter("delivered", "x"));

        assertThat(second.status()).isEqualTo(429);
        assertThat(second.header("Retry-After")).isNotEmpty();
    }

    // Idempotency

    @Test
    void repeatsTheAnswerUnderAKey() throws IOException {
        Rest keyed = tenant.header("Idempotency-Key", UUID.randomUUID().toString());
        Answer first = keyed.post("/messages", letter("delivered", "once"));

        Answer second = keyed.post("/messages", letter("delivered", "once"));

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(keyed.post("/messages", letter("delivered", "other")).status())
                .isEqualTo(409);
    }

    @Test
    void sendsOnceHoweverManyAskAtATime() throws Exception {
        String mark = UUID.randomUUID().toString();
        Rest keyed = tenant.header("Idempotency-Key", mark);
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        CyclicBarrier barrier = new CyclicBarrier(AT_A_TIME);
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            answers.add(threads.submit(() -> {
                barrier.await();
                return keyed.post("/messages", letter("delivered", mark));
            }));
        }
        Set<String> queueIds = new HashSet<>();
        for (Future<Answer> future : answers) {
            Answer answer = future.get();
            assertThat(answer.status()).isIn(202, 409);
            if (answer.status() == 202) {
                queueIds.add(answer.json().getString("queueId"));
            }
        }
        threads.shutdownNow();

        assertThat(queueIds).hasSize(1);
        awaitStatus(queueIds.iterator().next(), "delivered");
        assertThat(ids(tenant.get("/messages?q=" + mark))).containsExactlyElementsOf(queueIds);
    }

    // Actions

    @Test
    void cancelsWhatIsScheduled() throws IOException {
        String queueId =
                sent("{'from':'hello@demo.test','to':['delivered@simulator.test']," + "'sendAt':'" + LATER + "'}");

        Answer answer = tenant.post("/messages/" + queueId + "/cancel");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("status")).isEqualTo("cancelled");
        assertThat(types(tenant.get("/messages/" + queueId).json()))
                .containsExactly("accepted", "scheduled", "cancelled");
        Answer again = tenant.post("/messages/" + queueId + "/cancel");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().getJsonArray("skipped")).hasSize(1);
    }

    @Test
    void resolvesNothingThatIsNotInDoubt() throws IOException {
        String queueId =
                sent("{'from':'hello@demo.test','to':['delivered@simulator.test']," + "'sendAt':'" + LATER + "'}");

        assertThat(tenant.post("/messages/" + queueId + "/resolve", "{'action':'resend'}")
                        .status())
                .isEqualTo(409);
        assertThat(tenant.post("/messages/" + queueId + "/resolve", "{'action':'forget'}")
                        .status())
                .isEqualTo(400);
        assertThat(tenant.post("/messages/" + queueId + "/release").status()).isEqualTo(409);
    }

    // Events, metrics, description

    @Test
    void followsEvents() throws IOException {
        String queueId = sent(letter("bounced", "x"));
        awaitStatus(queueId, "bounced");

        List<JsonObject> events =
                tenant.get("/messages/" + queueId).json().getJsonArray("events").getValuesAs(JsonObject.class);
        String first = events.get(0).getString("id");
        Answer later = tenant.get("/events?type=bounced&limit=1000&after=" + first);

        JsonObject bounced = later.json().getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .filter(event -> event.getString("queueId").equals(queueId))
                .findFirst()
                .orElseThrow();
        assertThat(bounced.getString("enhancedStatus")).isEqualTo("5.1.1");
        assertThat(bounced.getJsonObject("bounce").getString("kind")).isEqualTo("hard");
    }

    @Test
    void describesItself() throws IOException {
        JsonObject document = tenant.anonymous().get("/openapi").json();

        assertThat(document.getString("openapi")).startsWith("3.");
        assertThat(document.getJsonObject("paths")).containsKeys("/messages", "/tenants/{id}");
        assertThat(relay.get("/api/docs").statusCode()).isEqualTo(200);
        assertThat(relay.get("/webjars/swagger-ui/5.34.1/swagger-ui.css").statusCode())
                .isEqualTo(200);
    }

    @Test
    void keepsItsMetricsToTheAdministrator() throws IOException {
        assertThat(relay.get("/metrics").statusCode()).isEqualTo(401);
    }

    private String key(String scope) throws IOException {
        return tenant.post("/credentials", "{'name':'" + scope + "','kind':'api','scopes':['" + scope + "']}")
                .json()
                .getString("secret");
    }

    private String newTenant() throws IOException {
        return administrator
                .post("/tenants", "{'name':'" + UUID.randomUUID() + "'}")
                .json()
                .getString("id");
    }

    private static String letter(String mailbox, String subject) {
        return "{'from':'Demo <hello@demo.test>','to':['" + mailbox + "@simulator.test'],'subject':'" + subject
                + "','text':'It works.'}";
    }

    private String sent(String json) throws IOException {
        Answer answer = tenant.post("/messages", json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json().getString("queueId");
    }

    private void awaitStatus(String queueId, String status) {
        await().atMost(PATIENCE)
                .until(() -> tenant.get("/messages/" + queueId).json().getString("status"), status::equals);
    }

    private static List<String> types(JsonObject message) {
        return message.getJsonArray("events").getValuesAs(JsonObject.class).stream()
                .map(event -> event.getString("type"))
                .toList();
    }

    private static Set<String> ids(Answer page) {
        return page.json().getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .map(message -> message.getString("queueId"))
                .collect(Collectors.toSet());
    }
}
