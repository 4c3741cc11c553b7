package relay.it.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;
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

/** Domains in a DNS with real signatures, whose TLSA records say which certificates their hosts show (RFC 7672). */
@SystemTest
class DaneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int AUTHORITY = 2;
    private static final int OWN = 3;

    private final Internet internet = new Internet();
    private final String anchors = internet.dns().sign();
    private final TestAuthority authority = new TestAuthority();
    private final TestAuthority stranger = new TestAuthority();
    private final int policyPort = FreePorts.next();
    private final RelayProcess relay = internet.joinedBy(RelaySetUp.named("dane"))
            .with("RELAY_REQUIRE_VERIFIED_DOMAIN", "false")
            .with("RELAY_RETRY_SCHEDULE", "1s")
            .with("RELAY_MTA_STS_PORT", Integer.toString(policyPort))
            .with("RELAY_TLS_TRUST", Authorities.file(authority).toString())
            .with("RELAY_DNSSEC_ANCHORS", Authorities.anchors(anchors).toString())
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

    /** A domain in the signed zone with its host there. */
    private record Destination(String domain, ScriptedMx mx, TestCertificate certificate) implements AutoCloseable {
        String joe() {
            return "joe@" + domain;
        }

        String hostName() {
            return "mx." + domain;
        }

        @Override
        public void close() {
            mx.close();
        }
    }

    private Destination destination(TestAuthority issuer) {
        String domain = internet.newSignedDomain();
        return destination(domain, issuer.certificateFor("mx." + domain));
    }

    private Destination destination(String domain, TestCertificate certificate) {
        ScriptedMx mx = internet.host().withStartTls(certificate).start();
        internet.dns().mx(domain, 10, "mx." + domain);
        internet.dns().address("mx." + domain, mx.address().getAddress().getHostAddress());
        return new Destination(domain, mx, certificate);
    }

    private void publish(Destination destination, int usage, X509Certificate certificate) {
        internet.dns().tlsa(destination.hostName(), internet.mxPort(), usage, 1, 1, digest(certificate));
    }

    private static byte[] digest(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate own(TestCertificate certificate) {
        return certificate.chain().get(0);
    }

    private void assertArrives(Destination destination) throws IOException {
        sender.write(destination.joe());
        assertThat(Arrivals.awaitOne(destination.mx(), destination.joe())).isNotNull();
    }

    private void assertWaits(Destination destination, String why) throws IOException {
        String queueId = sender.write(destination.joe());
        await("deferral of " + destination.joe())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    assertThat(rest.events(queueId)).contains("deferred").doesNotContain("delivered");
                    assertThat(rest.lastReplies(queueId).get(0)).contains(why);
                });
        assertThat(destination.mx().messages()).isEmpty();
    }

    private String policyTold(String domain) {
        return RelayRest.administrator(relay)
                .get("/api/v1/queues/shaping?domain=" + domain)
                .getJsonObject("tls")
                .getString("policy");
    }

    private PolicyServer policyHost(String domain, String policy) {
        String address = internet.newAddress();
        internet.dns().text("_mta-sts." + domain, "v=STSv1; id=1;");
        internet.dns().address("mta-sts." + domain, address);
        return new PolicyServer(address, policyPort, authority.certificateFor("mta-sts." + domain)).serving(policy);
    }

    private static String enforcing(String host) {
        return "version: STSv1\nmode: enforce\nmx: " + host + "\nmax_age: 86400\n";
    }

    @Test
    void deliversToAHostThatShowsTheCertificateThatIsPublished() throws IOException {
        try (Destination destination = destination(stranger)) {
            publish(destination, OWN, own(destination.certificate()));
            assertArrives(destination);
            assertThat(destination.mx().sessions().get(0).tls()).isNotNull();
            assertThat(policyTold(destination.domain())).isEqualTo("dane");
        }
    }

    @Test
    void deliversToAHostOfTheAuthorityThatIsPublished() throws IOException {
        try (Destination destination = destination(stranger)) {
            publish(destination, AUTHORITY, stranger.certificate());
            assertArrives(destination);
        }
    }

    @Test
    void waitsForAnotherCertificate() throws IOException {
        try (Destination destination = destination(authority)) {
            publish(destination, OWN, own(authority.certificateFor("other.example")));
            assertWaits(destination, "no TLSA record vouches for the certificate");
        }
    }

    @Test
    void waitsForAnotherNameBelowAnAuthority() throws IOException {
        String domain = internet.newSignedDomain();
        try (Destination destination = destination(domain, stranger.certificateFor("elsewhere.example"))) {
            publish(destination, AUTHORITY, stranger.certificate());
            assertWaits(destination, "no TLSA record vouches for the certificate");
        }
    }

    @Test
    void looksNeitherAtTheNameNorAtTheDateOfTheHostsOwnCertificate() throws IOException {
        String domain = internet.newSignedDomain();
        try (Destination destination = destination(domain, stranger.expiredCertificateFor("elsewhere.example"))) {
            publish(destination, OWN, own(destination.certificate()));
            assertArrives(destination);
        }
    }

    @Test
    void waitsWhereTlsIsNotOffered() throws IOException {
        String domain = internet.newSignedDomain();
        try (ScriptedMx mx = internet.host().start()) {
            internet.dns().mx(domain, 10, "mx." + domain);
            internet.dns().address("mx." + domain, mx.address().getAddress().getHostAddress());
            Destination destination = new Destination(domain, mx, null);
            publish(destination, OWN, authority.certificate());
            assertWaits(destination, "does not offer STARTTLS");
        }
    }

    @Test
    void goesToTheNextHostWhereOneShowsAWrongCertificate() throws IOException {
        try (Destination destination = destination(stranger);
                ScriptedMx wrong = internet.host()
                        .withStartTls(stranger.certificateFor("first.signed"))
                        .start()) {
            publish(destination, OWN, own(destination.certificate()));
            String first = "first." + destination.domain();
            internet.dns().mx(destination.domain(), 1, first);
            internet.dns().address(first, wrong.address().getAddress().getHostAddress());
            internet.dns().tlsa(first, internet.mxPort(), OWN, 1, 1, digest(authority.certificate()));
            assertArrives(destination);
            assertThat(wrong.sessions()).isNotEmpty();
            assertThat(wrong.messages()).isEmpty();
        }
    }

    @Test
    void waitsWhereTheMxRecordsAreForged() throws IOException {
        try (Destination destination = destination(authority)) {
            internet.dns().forge(destination.domain(), Type.MX);
            assertWaits(destination, "DNSSEC validation failed");
        }
    }

    @Test
    void waitsWhereTheTlsaRecordsAreForged() throws IOException {
        try (Destination destination = destination(authority)) {
            publish(destination, OWN, own(destination.certificate()));
            internet.dns().forge("_" + internet.mxPort() + "._tcp." + destination.hostName(), Type.TLSA);
            assertWaits(destination, "DNSSEC");
        }
    }

    @Test
    void waitsWhereTheAddressesAreForged() throws IOException {
        try (Destination destination = destination(authority)) {
            publish(destination, OWN, own(destination.certificate()));
            internet.dns().forge(destination.hostName(), Type.A);
            assertWaits(destination, "DNSSEC");
        }
    }

    @Test
    void takesAnyCertificateWhereNoRecordIsUsable() throws IOException {
        try (Destination destination = destination(stranger)) {
            publish(destination, 1, authority.certificate());
            assertArrives(destination);
            assertThat(destination.mx().sessions().get(0).tls()).isNotNull();
            assertThat(policyTold(destination.domain())).isEqualTo("none");
        }
    }

    @Test
    void heedsNoRecordsInAZoneThatIsNotSigned() throws IOException {
        String domain = internet.newDomain();
        try (Destination destination = destination(domain, stranger.certificateFor("mx." + domain))) {
            publish(destination, OWN, authority.certificate());
            assertArrives(destination);
            assertThat(policyTold(domain)).isEqualTo("none");
        }
    }

    @Test
    void deliversInClearToASignedDomainWithoutRecords() throws IOException {
        String domain = internet.newSignedDomain();
        try (ScriptedMx mx = internet.host().start()) {
            internet.dns().mx(domain, 10, "mx." + domain);
            internet.dns().address("mx." + domain, mx.address().getAddress().getHostAddress());
            assertArrives(new Destination(domain, mx, null));
        }
    }

    @Test
    void isNotOverriddenByMtaStsWhereItFails() throws IOException {
        try (Destination destination = destination(authority);
                PolicyServer policy = policyHost(destination.domain(), enforcing(destination.hostName()))) {
            publish(destination, OWN, own(stranger.certificateFor("other.example")));
            assertWaits(destination, "no TLSA record vouches for the certificate");
            assertThat(policy.received()).isNotEmpty();
        }
    }

    @Test
    void isNotOverriddenByMtaStsWhereItHolds() throws IOException {
        try (Destination destination = destination(stranger);
                PolicyServer policy = policyHost(destination.domain(), enforcing("mail.elsewhere.example"))) {
            publish(destination, OWN, own(destination.certificate()));
            assertArrives(destination);
            assertThat(policy.received()).isNotEmpty();
        }
    }
}
