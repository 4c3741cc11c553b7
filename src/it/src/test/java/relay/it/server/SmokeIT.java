package relay.it.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Outgoing;
import relay.it.mail.Signatures;
import relay.it.mail.Submitter;
import relay.it.running.FirstLogin;
import relay.it.running.FreePorts;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;

/**
 * Submitted with AUTH over TLS, signed at the remote host, visible by REST, still there after a restart: on Payara Micro
 * always, on Payara Server and WildFly with {@code -Pservers}.
 */
@SystemTest
class SmokeIT {
    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> SETTINGS = List.of(
            "RELAY_SMTP_PORT",
            "RELAY_SUBMISSION_PORT",
            "RELAY_SUBMISSIONS_PORT",
            "RELAY_HTTP_PORT",
            "RELAY_ADMIN_TOKEN",
            "RELAY_HOSTNAME",
            "RELAY_DNS",
            "RELAY_MX_PORT",
            "RELAY_DATA_DIR");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Internet internet = new Internet();

    @Test
    void worksOnPayaraMicro() throws IOException, InterruptedException {
        RelayProcess relay = internet.joinedBy(RelaySetUp.named("micro")).prepare();
        try (AppServer server = new Micro(relay)) {
            tell(server, relay);
        }
    }

    @Test
    void worksOnWildFly() throws IOException, InterruptedException {
        Path home = home("wildfly");
        RelayProcess relay = internet.joinedBy(RelaySetUp.named("wildfly")).prepare();
        int http = Integer.parseInt(relay.setting("RELAY_HTTP_PORT"));
        try (AppServer server = new WildFly(home, script("wildfly"), ear(), commands(relay, "wildfly"), http)) {
            tell(server, relay);
        }
    }

    @Test
    void worksOnPayaraServer() throws IOException, InterruptedException {
        Path home = home("payara");
        int portBase = FreePorts.next();
        RelayProcess relay = internet.joinedBy(RelaySetUp.named("payara"))
                .with("RELAY_HTTP_PORT", Integer.toString(portBase + PayaraServer.HTTP))
                .prepare();
        try (AppServer server = new PayaraServer(home, script("payara"), ear(), commands(relay, "payara"), portBase)) {
            tell(server, relay);
        }
    }

    private void tell(AppServer server, RelayProcess relay) throws IOException, InterruptedException {
        try (ScriptedMx mx = internet.host().start()) {
            String domain = internet.domainAt(mx);
            server.start();
            awaitReady(relay);
            FirstLogin login = relay.firstLogin();
            Signatures signatures = new Signatures(published(relay, login));
            send(relay, login, "before@" + domain);
            assertThat(signatures.judge(
                            Arrivals.awaitOne(mx, "before@" + domain).content()))
                    .containsExactlyInAnyOrder("pass rsa-sha256 demo.test", "pass ed25519-sha256 demo.test");
            awaitDelivered(relay, login, "before@" + domain);
            server.stop();
            server.start();
            awaitReady(relay);
            awaitDelivered(relay, login, "before@" + domain);
            send(relay, login, "after@" + domain);
            Arrivals.awaitOne(mx, "after@" + domain);
            server.stop();
        }
    }

    private static void send(RelayProcess relay, FirstLogin login, String to) throws IOException {
        try (Submitter submitter = Submitter.connectEncrypted(relay.submissions(), relay.trust())
                .login(login.username(), login.password())) {
            submitter.send(Outgoing.note("hello@demo.test", to));
        }
    }

    private void awaitReady(RelayProcess relay) {
        await().atMost(START)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> get(relay.url("/health/ready"), "").statusCode() == 200);
    }

    private void awaitDelivered(RelayProcess relay, FirstLogin login, String recipient) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                json(relay.url("/api/v1/messages?recipient=" + recipient), login.restKey())
                                        .getJsonArray("items"))
                        .singleElement()
                        .satisfies(item -> assertThat(item.asJsonObject().getString("status"))
                                .isEqualTo("delivered")));
    }

    /** The DKIM records that the relay asks to be published. */
    private Map<String, String> published(RelayProcess relay, FirstLogin login)
            throws IOException, InterruptedException {
        Map<String, String> records = new LinkedHashMap<>();
        for (JsonValue value :
                json(relay.url("/api/v1/domains/demo.test"), login.restKey()).getJsonArray("dns")) {
            JsonObject entry = value.asJsonObject();
            if (entry.getString("purpose").equals("dkim")) {
                records.put(entry.getString("name"), entry.getString("value"));
            }
        }
        return records;
    }

    private JsonObject json(URI uri, String key) throws IOException, InterruptedException {
        HttpResponse<String> response = get(uri, key);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readObject();
        }
    }

    private HttpResponse<String> get(URI uri, String key) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + key)
                        .timeout(PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Commands commands(RelayProcess relay, String name) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        SETTINGS.forEach(setting -> environment.put(setting, relay.setting(setting)));
        environment.put("JAVA_OPTS", "-Xmx1g -Djava.net.preferIPv4Stack=true");
        Path log = Files.createDirectories(Path.of("target", "relays").toAbsolutePath())
                .resolve(name + "-server.log");
        Files.deleteIfExists(log);
        return new Commands(environment, log);
    }

    private static Path home(String server) throws IOException {
        Path directory = Path.of("target", "servers").toAbsolutePath();
        assumeTrue(
                System.getProperty("relay.it.servers", "").contains(server) && Files.isDirectory(directory),
                "needs -Pservers");
        try (var homes = Files.list(directory)) {
            return homes.filter(home -> home.getFileName().toString().startsWith(server))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path script(String server) {
        return Path.of("..", "server", server, "prepare.sh").toAbsolutePath().normalize();
    }

    private static Path ear() {
        return Path.of(System.getProperty("relay.it.ear"));
    }
}
