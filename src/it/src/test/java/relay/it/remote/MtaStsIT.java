package relay.it.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import relay.it.internet.Authorities;
import relay.it.internet.Internet;
import relay.it.internet.PolicyServer;
import relay.it.mail.Arrivals;
import relay.it.mail.Correspondent;
import relay.it.mail.RelayRest;
import relay.it.running.FreePorts;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;
import relay.smtp.testing.TestAuthority;
import relay.smtp.testing.TestCertificate;

/** Domains whose MTA-STS policies say how their mail is to be delivered (RFC 8461). */
@SystemTest
class MtaStsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Internet internet = new Internet();
    private final TestAuthority authority = new TestAuthority();
    private final TestAuthority stranger = new TestAuthority();
    private final int policyPort = FreePorts.next();
    private final RelayProcess relay = internet.joinedBy(RelaySetUp.named("mta-sts"))
            .with("RELAY_REQUIRE_VERIFIED_DOMAIN", "false")
            .with("RELAY_RETRY_SCHEDULE", "1s")
            .with("RELAY_MTA_STS_PORT", Integer.toString(policyPort))
            .with("RELAY_TLS_TRUST", Authorities.file(authority).toString())
            .prepare();
    private Correspondent sender;
    private RelayRest rest;

    @BeforeAll
    void start() {
        relay.start();
        rest = RelayRest.of(relay);
        sender = new Correspondent(relay, internet);
    }

    @AfterAll
    void end() {
        sender.close();
        relay.close();
        internet.close();
    }

    /** A host with a certificate, and the domain whose mail it takes. */
    private record Destination(String domain, ScriptedMx mx) implements AutoCloseable {
        String joe() {
            return "joe@" + domain;
        }

        String hostName() {
            return nameOf(mx.address().getAddress().getHostAddress());
        }

        @Override
        public void close() {
            mx.close();
        }
    }

    private static String nameOf(String address) {
        return "mx-" + address.replace('.', '-') + ".example";
    }

    private Destination destination(TestAuthority issuer) {
        String address = internet.newAddress();
        return destination(address, issuer.certificateFor(nameOf(address)));
    }

    private Destination destination(String address, TestCertificate certificate) {
        ScriptedMx mx = internet.hostAt(address).withStartTls(certificate).start();
        return new Destination(internet.domainAt(mx), mx);
    }

    private PolicyServer policyHost(String domain, TestAuthority issuer) {
        String address = internet.newAddress();
        internet.dns().text("_mta-sts." + domain, "v=STSv1; id=1;");
        internet.dns().address("mta-sts." + domain, address);
        return new PolicyServer(address, policyPort, issuer.certificateFor("mta-sts." + domain));
    }

    private static String policy(String mode, String host) {
        return "version: STSv1\r\nmode: " + mode + "\r\nmx: " + host + "\r\nmax_age: 86400\r\n";
    }

    private void assertWaits(String recipient, String why) throws IOException {
        assertWaits(sender.write(recipient), recipient, why);
    }

    private void assertWaits(String queueId, String recipient, String why) {
        await("deferral of " + recipient)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    assertThat(rest.events(queueId)).contains("deferred").doesNotContain("delivered");
                    assertThat(rest.lastReplies(queueId).get(0)).contains(why);
                });
    }

    private void assertArrives(Destination destination) throws IOException {
        sender.write(destination.joe());
        assertThat(Arrivals.awaitOne(destination.mx(), destination.joe())).isNotNull();
    }

    private String policyTold(String domain) {
        return RelayRest.administrator(relay)
                .get("/api/v1/queues/shaping?domain=" + domain)
                .getJsonObject("tls")
                .getString("policy");
    }

    @Test
    void deliversToAHostThatComplies() throws IOException {
        try (Destination destination = destination(authority);
                PolicyServer policy = policyHost(destination.domain(), authority)) {
            policy.serving(policy("enforce", destination.hostName()));
            assertArrives(destination);
            assertThat(destination.mx().sessions().get(0).tls()).isNotNull();
            assertThat(policy.received().get(0).line()).isEqualTo("GET /.well-known/mta-sts.txt");
            assertThat(policyTold(destination.domain())).isEqualTo("sts enforce");
        }
    }

    @Test
    void waitsForACertificateOfTheHostsName() throws IOException {
        try (Destination destination =
                        destination(internet.newAddress(), authority.certificateFor("elsewhere.example"));
                PolicyServer policy = policyHost(destination.domain(), authority)) {
            policy.serving(policy("enforce", destination.hostName()));
            assertWaits(destination.joe(), "TLS handshake");
            assertThat(destination.mx().messages()).isEmpty();
        }
    }

    @Test
    void waitsForACertificateOfAnAuthorityThatIsTrusted() throws IOException {
        try (Destination destination = destination(stranger);
                PolicyServer policy = policyHost(destination.domain(), authority)) {
            policy.serving(policy("enforce", destination.hostName()));
            assertWaits(destination.joe(), "PKIX");
        }
    }

    @Test
    void waitsForACertificateThatHasNotExpired() throws IOException {
        String address = internet.newAddress();
        try (Destination destination = destination(address, authority.expiredCertificateFor(nameOf(address)));
                PolicyServer policy = policyHost(destination.domain(), authority)) {
            policy.serving(policy("enforce", destination.hostName()));
            assertWaits(destination.joe(), "TLS handshake");
        }
    }

    @Test
    void waitsWhereTlsIsNotOffered() throws IOException {
        try (ScriptedMx mx = internet.host().start()) {
            String domain = internet.domainAt(mx);
            try (PolicyServer policy = policyHost(domain, authority)) {
                policy.serving(
                        policy("enforce", nameOf(mx.address().getAddress().getHostAddress())));
                assertWaits("joe@" + domain, "does not offer STARTTLS");
                assertThat(mx.messages()).isEmpty();
            }
        }
    }

    @Test
    void leavesOutAHostThatThePolicyDoesNotName() throws IOException {
        try (ScriptedMx intruder = internet.host().start();
                Destination destination = destination(authority)) {
            internet.send(
                    destination.domain(), 1, intruder.address().getAddress().getHostAddress());
            try (PolicyServer policy = policyHost(destination.domain(), authority)) {
                policy.serving(policy("enforce", destination.hostName()));
                assertArrives(destination);
                assertThat(intruder.sessions()).isEmpty();
            }
        }
    }

    @Test
    void waitsWhereThePolicyNamesNoHost() throws IOException {
        try (Destination destination = destination(authority);
                PolicyServer policy = policyHost(destination.domain(), authority)) {
            policy.serving(policy("enforce", "mail.elsewhere.example"));
            assertWaits(destination.joe(), "MTA-STS policy does not name it");
            assertThat(destination.mx().sessions()).isEmpty();
        }
    }

    @Test
    void deliversWhileThePolicyIsInTesting() throws IOException {
        try (Destination destination = destination(stranger);
                PolicyServer policy = policyHost(destination.domain(), authority)) {
            policy.serving(policy("testing", destination.hostName()));
            assertArrives(destination);
            assertThat(destination.mx().sessions().get(0).tls()).isNotNull();
            assertThat(policyTold(destination.domain())).isEqualTo("sts testing");
        }
    }

    @Test
    void heedsNoPolicyFromAHostWithAWrongCertificate() throws IOException {
        try (Destination destination = destination(stranger);
                PolicyServer policy = policyHost(destination.domain(), stranger)) {
            policy.serving(policy("enforce", "mail.elsewhere.example"));
            assertArrives(destination);
            assertThat(policy.received()).isEmpty();
        }
    }

    @Test
    void followsNoRedirection() throws IOException {
        try (Destination destination = destination(stranger);
                PolicyServer policy = policyHost(destination.domain(), authority)) {
            policy.serving(302, "text/plain", "/elsewhere");
            assertArrives(destination);
            assertThat(policy.received()).hasSize(1);
        }
    }

    @Test
    void remembersThePolicyOverARestart() throws IOException {
        try (Destination good = destination(authority);
                PolicyServer policy = policyHost(good.domain(), authority)) {
            policy.serving(policy("enforce", good.hostName()));
            assertArrives(good);
            policy.serving(503, "text/plain", "gone");
            good.mx().close();
            relay.stop();
            relay.start();
            String address = good.mx().address().getAddress().getHostAddress();
            try (ScriptedMx impostor = internet.hostAt(address)
                    .withStartTls(stranger.certificateFor(good.hostName()))
                    .start()) {
                assertWaits(good.joe(), "PKIX");
                assertThat(impostor.messages()).isEmpty();
            }
        }
    }
}
