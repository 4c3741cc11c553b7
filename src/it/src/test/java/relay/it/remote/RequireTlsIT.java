package relay.it.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import relay.it.internet.Authorities;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Correspondent;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.MxScript;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;
import relay.smtp.testing.TestAuthority;
import relay.smtp.testing.TestCertificate;

/** What senders wish of TLS (RFC 8689), and what the operator asks of it. */
@SystemTest
class RequireTlsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OWN = 3;

    private final Internet internet = new Internet();
    private final String anchors = internet.dns().sign();
    private final TestAuthority authority = new TestAuthority();
    private final TestAuthority stranger = new TestAuthority();
    private final RelayProcess relay = internet.joinedBy(RelaySetUp.named("require-tls"))
            .with("RELAY_REQUIRE_VERIFIED_DOMAIN", "false")
            .with("RELAY_RETRY_SCHEDULE", "1s")
            .with("RELAY_TLS_TRUST", Authorities.file(authority).toString())
            .with("RELAY_DNSSEC_ANCHORS", Authorities.anchors(anchors).toString())
            .with("RELAY_SHAPING", shaping().toString())
            .prepare();
    private Correspondent sender;

    private static Path shaping() {
        try {
            Path file = Files.createTempFile("shaping", ".toml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, """
                    [domain."verified.example"]
                    tls = "verified"
                    [domain."dane.example"]
                    tls = "dane"
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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

    private ScriptedMx host(TestCertificate certificate, boolean promising) {
        MxScript script = internet.host().withStartTls(certificate);
        return promising ? script.offering("REQUIRETLS").start() : script.start();
    }

    private void name(String domain, int preference, String host, ScriptedMx mx) {
        internet.dns().mx(domain, preference, host);
        internet.dns().address(host, mx.address().getAddress().getHostAddress());
    }

    private void publish(String host, TestCertificate certificate) {
        try {
            internet.dns()
                    .tlsa(
                            host,
                            internet.mxPort(),
                            OWN,
                            1,
                            1,
                            MessageDigest.getInstance("SHA-256")
                                    .digest(certificate
                                            .chain()
                                            .get(0)
                                            .getPublicKey()
                                            .getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void require(String recipient) throws IOException {
        sender.send(Outgoing.note(sender.address(), recipient).with("REQUIRETLS RET=FULL"));
    }

    private static void assertPassedOn(ScriptedMx mx, String recipient) {
        assertThat(Arrivals.awaitOne(mx, recipient)).isNotNull();
        assertThat(mx.sessions().get(0).commands())
                .anyMatch(command -> command.startsWith("MAIL FROM:") && command.contains(" REQUIRETLS"));
    }

    private void assertBounces(String recipient, String status) throws IOException {
        assertThat(sender.awaitNotice(recipient).field("Status")).isEqualTo(status);
        ReceivedMessage notice = sender.mx().messages().stream()
                .filter(message -> message.text().contains(recipient))
                .findFirst()
                .orElseThrow();
        assertThat(notice.text()).contains("text/rfc822-headers").doesNotContain("Hello.");
    }

    private void assertWaits(String recipient, String why) throws IOException {
        String queueId = sender.write(recipient);
        await("deferral of " + recipient)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    assertThat(RelayRest.of(relay).events(queueId))
                            .contains("deferred")
                            .doesNotContain("delivered");
                    assertThat(RelayRest.of(relay).lastReplies(queueId).get(0)).contains(why);
                });
    }

    @Test
    void passesTheRequirementOnToAHostThatDaneVouchesFor() throws IOException {
        String domain = internet.newSignedDomain();
        TestCertificate certificate = stranger.certificateFor("mx." + domain);
        try (ScriptedMx mx = host(certificate, true)) {
            name(domain, 10, "mx." + domain, mx);
            publish("mx." + domain, certificate);
            require("joe@" + domain);
            assertPassedOn(mx, "joe@" + domain);
        }
    }

    @Test
    void passesTheRequirementOnToAHostWithAValidCertificateAndASignedName() throws IOException {
        String domain = internet.newSignedDomain();
        try (ScriptedMx mx = host(authority.certificateFor("mx." + domain), true)) {
            name(domain, 10, "mx." + domain, mx);
            require("joe@" + domain);
            assertPassedOn(mx, "joe@" + domain);
        }
    }

    @Test
    void goesToTheNextHostWhereOneDoesNotPromise() throws IOException {
        String domain = internet.newSignedDomain();
        try (ScriptedMx first = host(authority.certificateFor("first." + domain), false);
                ScriptedMx second = host(authority.certificateFor("second." + domain), true)) {
            name(domain, 10, "first." + domain, first);
            name(domain, 20, "second." + domain, second);
            require("joe@" + domain);
            assertPassedOn(second, "joe@" + domain);
            assertThat(first.messages()).isEmpty();
        }
    }

    @Test
    void bouncesWhereNoHostPromises() throws IOException {
        String domain = internet.newSignedDomain();
        try (ScriptedMx mx = host(authority.certificateFor("mx." + domain), false)) {
            name(domain, 10, "mx." + domain, mx);
            require("joe@" + domain);
            assertBounces("joe@" + domain, "5.7.30");
            assertThat(mx.messages()).isEmpty();
        }
    }

    @Test
    void bouncesWhereTheCertificateIsNotValid() throws IOException {
        String domain = internet.newSignedDomain();
        try (ScriptedMx mx = host(stranger.certificateFor("mx." + domain), true)) {
            name(domain, 10, "mx." + domain, mx);
            require("joe@" + domain);
            assertBounces("joe@" + domain, "5.7.10");
            assertThat(mx.messages()).isEmpty();
        }
    }

    @Test
    void bouncesWhereTheNamesOfHostsMayBeForged() throws IOException {
        String domain = internet.newDomain();
        try (ScriptedMx mx = host(authority.certificateFor("mx." + domain), true)) {
            name(domain, 10, "mx." + domain, mx);
            require("joe@" + domain);
            assertBounces("joe@" + domain, "5.7.30");
            assertThat(mx.sessions()).isEmpty();
        }
    }

    @Test
    void overlooksDaneForMailThatSaysSo() throws IOException {
        String domain = internet.newSignedDomain();
        try (ScriptedMx mx = host(stranger.certificateFor("mx." + domain), false)) {
            name(domain, 10, "mx." + domain, mx);
            publish("mx." + domain, authority.certificateFor("other.example"));
            assertWaits("ordinary@" + domain, "no TLSA record vouches");
            sender.send(Outgoing.from(sender.address())
                    .to("joe@" + domain)
                    .text("From: " + sender.address()
                            + "\r\nTLS-Required: No\r\nSubject: The certificate\r\n\r\nHello.\r\n"));
            assertThat(Arrivals.awaitOne(mx, "joe@" + domain).text()).contains("TLS-Required: No");
            assertThat(mx.messages()).hasSize(1);
        }
    }

    @Test
    void asksForAValidCertificateWhereTheOperatorDoes() throws IOException {
        try (ScriptedMx mx = host(stranger.certificateFor("mx.verified.example"), false)) {
            name("verified.example", 10, "mx.verified.example", mx);
            assertWaits("joe@verified.example", "PKIX");
            assertThat(mx.messages()).isEmpty();
        }
    }

    @Test
    void asksForDaneWhereTheOperatorDoes() throws IOException {
        try (ScriptedMx mx = host(authority.certificateFor("mx.dane.example"), false)) {
            name("dane.example", 10, "mx.dane.example", mx);
            assertWaits("joe@dane.example", "DANE is required");
            assertThat(mx.sessions()).isEmpty();
        }
    }
}
