package relay.it.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import relay.it.internet.Authorities;
import relay.it.internet.Internet;
import relay.it.internet.PolicyServer;
import relay.it.mail.Arrivals;
import relay.it.mail.Correspondent;
import relay.it.mail.RelayRest;
import relay.it.mail.Signatures;
import relay.it.running.FreePorts;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;
import relay.smtp.testing.TestAuthority;

/** Domains hear which sessions to their hosts were secure, and which were not (RFC 8460). */
@SystemTest
class TlsReportIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Internet internet = new Internet();
    private final TestAuthority authority = new TestAuthority();
    private final TestAuthority stranger = new TestAuthority();
    private final int webPort = FreePorts.next();
    private final RelayProcess relay = internet.joinedBy(RelaySetUp.named("tls-reports"))
            .with("RELAY_REQUIRE_VERIFIED_DOMAIN", "false")
            .with("RELAY_RETRY_SCHEDULE", "1h")
            .with("RELAY_MTA_STS_PORT", Integer.toString(webPort))
            .with("RELAY_TLS_TRUST", Authorities.file(authority).toString())
            .with("RELAY_TLSRPT_FROM", "tls-reports@demo.test")
            .with("RELAY_TLSRPT_ORGANIZATION", "Acme")
            .with("RELAY_TLSRPT_PERIOD", "10s")
            .prepare();
    private Correspondent sender;

    @BeforeAll
    void start() {
        relay.start();
        sender = new Correspondent(relay, internet);
    }

    @AfterAll
    void end() {
        sender.close();
        relay.close();
        internet.close();
    }

    private static String nameOf(ScriptedMx mx) {
        return nameOf(mx.address().getAddress().getHostAddress());
    }

    private static String nameOf(String address) {
        return "mx-" + address.replace('.', '-') + ".example";
    }

    private ScriptedMx host(TestAuthority issuer) {
        String address = internet.newAddress();
        return internet.hostAt(address)
                .withStartTls(issuer.certificateFor(nameOf(address)))
                .start();
    }

    private PolicyServer web(String name) {
        String address = internet.newAddress();
        internet.dns().address(name, address);
        return new PolicyServer(address, webPort, authority.certificateFor(name));
    }

    private PolicyServer policyHost(String domain, String mode, String host) {
        internet.dns().text("_mta-sts." + domain, "v=STSv1; id=1;");
        return web("mta-sts." + domain)
                .serving("version: STSv1\nmode: " + mode + "\nmx: " + host + "\nmax_age: 86400\n");
    }

    private static JsonObject read(byte[] document) throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(document));
                JsonReader reader = Json.createReader(plain)) {
            return reader.readObject();
        }
    }

    private static JsonObject document(ReceivedMessage report) throws IOException {
        String attachment = report.text().substring(report.text().indexOf("application/tlsrpt+gzip"));
        String body = attachment.substring(attachment.indexOf("\r\n\r\n") + 4);
        return read(Base64.getMimeDecoder().decode(body.substring(0, body.indexOf("\r\n--"))));
    }

    private ReceivedMessage awaitReport(ScriptedMx mx, String recipient) {
        return await("report to " + recipient)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> Arrivals.of(mx, recipient), messages -> !messages.isEmpty())
                .get(0);
    }

    private static JsonObject onlyPolicy(JsonObject report) {
        List<JsonObject> policies = report.getJsonArray("policies").getValuesAs(JsonObject.class);
        assertThat(policies).hasSize(1);
        return policies.get(0);
    }

    @Test
    void tellsByMailWhatWasWrongWhileThePolicyIsInTesting() throws IOException {
        try (ScriptedMx mx = host(stranger);
                ScriptedMx desk = internet.host().start()) {
            String domain = internet.domainAt(mx);
            String reports = internet.domainAt(desk);
            internet.dns().text("_smtp._tls." + domain, "v=TLSRPTv1; rua=mailto:tls@" + reports);
            try (PolicyServer policy = policyHost(domain, "testing", nameOf(mx))) {
                sender.write("joe@" + domain);
                assertThat(Arrivals.awaitOne(mx, "joe@" + domain)).isNotNull();
                ReceivedMessage report = awaitReport(desk, "tls@" + reports);
                assertThat(report.text())
                        .contains("TLS-Report-Domain: " + domain)
                        .contains("TLS-Report-Submitter: demo.test")
                        .contains("report-type=\"tlsrpt\"")
                        .contains("filename=\"relay.example!" + domain + "!");
                assertThat(new Signatures(RelayRest.of(relay).dkimRecords()).judge(report.content()))
                        .containsExactlyInAnyOrder("pass rsa-sha256 demo.test", "pass ed25519-sha256 demo.test");
                JsonObject document = document(report);
                assertThat(document.getString("organization-name")).isEqualTo("Acme");
                JsonObject told = onlyPolicy(document);
                assertThat(told.getJsonObject("policy").getString("policy-type"))
                        .isEqualTo("sts");
                assertThat(told.getJsonObject("policy").getString("policy-domain"))
                        .isEqualTo(domain);
                assertThat(told.getJsonObject("summary").getInt("total-failure-session-count"))
                        .isEqualTo(1);
                JsonObject failure = told.getJsonArray("failure-details").getJsonObject(0);
                assertThat(failure.getString("result-type")).isEqualTo("certificate-not-trusted");
                assertThat(failure.getString("receiving-mx-hostname")).isEqualTo(nameOf(mx));
                assertThat(failure.getString("sending-mta-ip")).isNotEmpty();
                assertThat(policy.received()).isNotEmpty();
            }
        }
    }

    @Test
    void tellsByHttpsOfSuccess() throws IOException {
        try (ScriptedMx mx = host(authority);
                PolicyServer collector = web("collector.example")) {
            String domain = internet.domainAt(mx);
            internet.dns()
                    .text(
                            "_smtp._tls." + domain,
                            "v=TLSRPTv1; rua=https://collector.example:" + webPort + "/tls?from=relay");
            try (PolicyServer policy = policyHost(domain, "enforce", nameOf(mx))) {
                sender.write("joe@" + domain);
                assertThat(Arrivals.awaitOne(mx, "joe@" + domain)).isNotNull();
                await("report by https")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(250))
                        .until(() -> !collector.received().isEmpty());
                PolicyServer.Received posted = collector.received().get(0);
                assertThat(posted.line()).isEqualTo("POST /tls?from=relay");
                assertThat(posted.contentType()).isEqualTo("application/tlsrpt+gzip");
                JsonObject summary = onlyPolicy(read(posted.body())).getJsonObject("summary");
                assertThat(summary.getInt("total-successful-session-count")).isEqualTo(1);
                assertThat(summary.getInt("total-failure-session-count")).isZero();
                assertThat(policy.received()).isNotEmpty();
            }
        }
    }

    @Test
    void tellsThatTlsIsNotOffered() throws IOException {
        try (ScriptedMx mx = internet.host().start();
                PolicyServer collector = web("plain-collector.example")) {
            String domain = internet.domainAt(mx);
            internet.dns()
                    .text("_smtp._tls." + domain, "v=TLSRPTv1; rua=https://plain-collector.example:" + webPort + "/");
            sender.write("joe@" + domain);
            assertThat(Arrivals.awaitOne(mx, "joe@" + domain)).isNotNull();
            await("report by https")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> !collector.received().isEmpty());
            JsonObject told = onlyPolicy(read(collector.received().get(0).body()));
            assertThat(told.getJsonObject("policy").getString("policy-type")).isEqualTo("no-policy-found");
            assertThat(told.getJsonArray("failure-details").getJsonObject(0).getString("result-type"))
                    .isEqualTo("starttls-not-supported");
        }
    }
}
