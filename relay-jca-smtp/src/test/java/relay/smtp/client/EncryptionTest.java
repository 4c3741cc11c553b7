package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.smtp.client.TlsRequirement.DANE;
import static relay.smtp.client.TlsRequirement.ENCRYPTED;
import static relay.smtp.client.TlsRequirement.IMPLICIT;
import static relay.smtp.client.TlsRequirement.NONE;
import static relay.smtp.client.TlsRequirement.OPPORTUNISTIC;
import static relay.smtp.client.TlsRequirement.VERIFIED;
import static relay.smtp.testing.MxMoment.CONNECT;
import static relay.smtp.testing.MxMoment.EHLO;
import static relay.smtp.testing.MxMoment.HANDSHAKE;
import static relay.smtp.testing.MxMoment.STARTTLS;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.smtp.Reply;
import relay.smtp.testing.MxScript;
import relay.smtp.testing.ScriptedMx;
import relay.smtp.testing.TestAuthority;
import relay.smtp.testing.TestCertificate;

/** STARTTLS and implicit TLS. */
class EncryptionTest extends ClientScenario {
    private static final TestCertificate VALID = AUTHORITY.certificateFor("mx.test");
    private static final TestCertificate EXPIRED = AUTHORITY.expiredCertificateFor("mx.test");
    private static final TestCertificate OF_ANOTHER_NAME = AUTHORITY.certificateFor("elsewhere.test");
    private static final TestCertificate OF_A_STRANGER = new TestAuthority().certificateFor("mx.test");

    @ParameterizedTest
    @EnumSource(names = {"OPPORTUNISTIC", "ENCRYPTED", "VERIFIED"})
    void encrypts(TlsRequirement requirement) throws Exception {
        start(ScriptedMx.script().withStartTls(VALID));
        SmtpConnection connection = connection(host(requirement));
        assertThat(connection.tls())
                .matches("TLSv1\\.3 TLS_[A-Z0-9_]+")
                .isEqualTo(mx.session(1).tls());
        assertThat(sendToBob(connection).isDelivered()).isTrue();
        assertThat(mx.session(1).commands()).startsWith("EHLO relay.test", "STARTTLS", "EHLO relay.test");
    }

    @Test
    void encryptsFromTheFirstByte() throws Exception {
        start(ScriptedMx.script().withImplicitTls(VALID));
        SmtpConnection connection = connection(host(IMPLICIT));
        assertThat(connection.tls()).startsWith("TLSv1.3 ");
        assertThat(sendToBob(connection).isDelivered()).isTrue();
    }

    @Test
    void staysInClearWhereNotAsked() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID));
        assertThat(connection(host(NONE)).tls()).isNull();
        assertThat(mx.session(1).commands()).containsExactly("EHLO relay.test");
    }

    @Test
    void takesTls12() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID).withTlsProtocols("TLSv1.2"));
        assertThat(connection(host(VERIFIED)).tls()).startsWith("TLSv1.2 TLS_");
    }

    @Test
    void resumesSessions() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID).withTlsProtocols("TLSv1.2"));
        connection(host(VERIFIED));
        connection(host(VERIFIED));
        assertThat(mx.session(2).tlsSession())
                .isNotEmpty()
                .isEqualTo(mx.session(1).tlsSession());
    }

    @ParameterizedTest
    @EnumSource(names = {"OPPORTUNISTIC", "ENCRYPTED", "VERIFIED", "DANE"})
    void resumesSessionsOfTls13(TlsRequirement requirement) throws Exception {
        start(ScriptedMx.script().withStartTls(VALID));
        RemoteHost host = host(requirement).with(requirement, (chain, name, authorities) -> null);
        sendToBob(connection(host));
        sendToBob(connection(host));
        assertThat(mx.session(2).tls()).startsWith("TLSv1.3 ");
        assertThat(mx.session(2).tlsBegan()).isEqualTo(mx.session(1).tlsBegan());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void judgesTheCertificateOfAResumedSession(String protocol) throws Exception {
        start(ScriptedMx.script().withStartTls(EXPIRED).withTlsProtocols(protocol));
        sendToBob(connection(host(ENCRYPTED)));
        AtomicReference<List<X509Certificate>> shown = new AtomicReference<>();
        sendToBob(connection(host(DANE).with(DANE, (chain, name, authorities) -> {
            shown.set(chain);
            return null;
        })));
        assertThat(mx.session(2).tlsBegan()).isEqualTo(mx.session(1).tlsBegan());
        assertThat(shown.get()).isEqualTo(EXPIRED.chain());
        SmtpFailure failure =
                refusal(host(DANE).with(DANE, (chain, name, authorities) -> TlsFault.CERTIFICATE_NOT_TRUSTED));
        assertThat(failure.stage()).isEqualTo(Stage.STARTTLS);
        assertThat(failure.fault()).isEqualTo(TlsFault.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void tellsWhatIsWrongWhereItDoesNotMatter() throws Exception {
        for (TestCertificate certificate : new TestCertificate[] {EXPIRED, OF_ANOTHER_NAME, OF_A_STRANGER, VALID}) {
            try (ScriptedMx told = start(ScriptedMx.script().withStartTls(certificate))) {
                SmtpConnection connection = connection(host(OPPORTUNISTIC).with(OPPORTUNISTIC, PeerCheck.WEB_PKI));
                assertThat(connection.tls()).isNotNull();
                assertThat(connection.tlsFault()).isEqualTo(faultOf(certificate));
                assertThat(told.sessions()).hasSize(1);
            }
        }
    }

    private static TlsFault faultOf(TestCertificate certificate) {
        if (certificate == EXPIRED) {
            return TlsFault.CERTIFICATE_EXPIRED;
        }
        if (certificate == OF_ANOTHER_NAME) {
            return TlsFault.CERTIFICATE_HOST_MISMATCH;
        }
        return certificate == OF_A_STRANGER ? TlsFault.CERTIFICATE_NOT_TRUSTED : null;
    }

    @Test
    void tellsThatItGoesOnInClear() throws Exception {
        start(ScriptedMx.script());
        assertThat(connection(host(OPPORTUNISTIC)).tlsFault()).isEqualTo(TlsFault.STARTTLS_NOT_SUPPORTED);
    }

    @Test
    void tellsThatItFellBackFromTls() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID).on(HANDSHAKE).drop());
        assertThat(connection(host(OPPORTUNISTIC)).tlsFault()).isEqualTo(TlsFault.VALIDATION_FAILURE);
    }

    @Test
    void restsNoVerifiedConnectionOnAnUnverifiedSession() throws Exception {
        start(ScriptedMx.script().withStartTls(EXPIRED).withTlsProtocols("TLSv1.2"));
        connection(host(ENCRYPTED));
        assertThat(refusal(host(VERIFIED)).stage()).isEqualTo(Stage.STARTTLS);
    }

    @Test
    void namesTheHost() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID));
        connection(new RemoteHost("mx.test.", mx.address(), VERIFIED, null));
        assertThat(mx.session(1).serverName()).isEqualTo("mx.test");
    }

    @Test
    void namesNoAddress() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID));
        connection(new RemoteHost("127.0.0.1", mx.address(), ENCRYPTED, null));
        assertThat(mx.session(1).serverName()).isNull();
    }

    @Test
    void takesANameThatSniCannotCarry() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID));
        assertThat(connection(new RemoteHost("mx_1..test", mx.address(), ENCRYPTED, null))
                        .tls())
                .isNotNull();
    }

    @Test
    void takesAnyCertificateWhereNoneIsVerified() throws Exception {
        for (TestCertificate certificate : new TestCertificate[] {EXPIRED, OF_ANOTHER_NAME, OF_A_STRANGER}) {
            try (ScriptedMx bad = start(ScriptedMx.script().withStartTls(certificate))) {
                assertThat(connection(host(OPPORTUNISTIC)).tls()).isNotNull();
                assertThat(connection(host(ENCRYPTED)).tls()).isNotNull();
                assertThat(bad.sessions()).hasSize(2);
            }
        }
    }

    @Test
    void refusesAnExpiredCertificate() throws Exception {
        start(ScriptedMx.script().withStartTls(EXPIRED));
        assertHandshakeFails(VERIFIED, "PKIX");
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        start(ScriptedMx.script().withStartTls(OF_ANOTHER_NAME));
        assertHandshakeFails(VERIFIED, "mx.test");
    }

    @Test
    void refusesAnUnknownAuthority() throws Exception {
        start(ScriptedMx.script().withStartTls(OF_A_STRANGER));
        assertHandshakeFails(VERIFIED, "PKIX path");
    }

    @Test
    void verifiesImplicitTls() throws Exception {
        start(ScriptedMx.script().withImplicitTls(OF_ANOTHER_NAME));
        assertHandshakeFails(IMPLICIT, "mx.test");
    }

    @Test
    void reportsAHostWithoutImplicitTls() throws Exception {
        start(ScriptedMx.script());
        assertHandshakeFails(IMPLICIT, "not an SSL/TLS record");
    }

    @Test
    void saysWhatWasWrongWithACertificate() throws Exception {
        for (TestCertificate certificate : new TestCertificate[] {EXPIRED, OF_ANOTHER_NAME, OF_A_STRANGER}) {
            try (ScriptedMx wrong = start(ScriptedMx.script().withStartTls(certificate))) {
                assertThat(refusal(host(VERIFIED)).fault()).isEqualTo(faultOf(certificate));
                assertThat(wrong.messages()).isEmpty();
            }
        }
    }

    @Test
    void wantsAPromiseToRequireTls() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID));
        SmtpFailure failure = refusal(host(VERIFIED).forMailThatRequiresTls());
        assertThat(failure.reply().code()).isEqualTo(550);
        assertThat(failure.reply().enhanced()).isEqualTo("5.7.30");
        mx.session(1).awaitEnd();
        assertThat(mx.session(1).commands()).endsWith("QUIT");
    }

    private void assertHandshakeFails(TlsRequirement requirement, String reason) throws Exception {
        SmtpFailure failure = refusal(host(requirement));
        assertThat(failure.stage()).isEqualTo(Stage.STARTTLS);
        assertThat(failure.reply()).isNull();
        assertThat(failure.cause()).startsWith("TLS handshake: ").contains(reason);
        assertThat(mx.sessions()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"ENCRYPTED", "VERIFIED"})
    void failsWhereTlsIsRequiredAndNotOffered(TlsRequirement requirement) throws Exception {
        start(ScriptedMx.script());
        assertThat(refusal(host(requirement)))
                .isEqualTo(new SmtpFailure(
                        Stage.STARTTLS, null, "mx.test does not offer STARTTLS", TlsFault.STARTTLS_NOT_SUPPORTED));
    }

    @Test
    void failsWhereTlsIsRequiredAndRefused() throws Exception {
        start(refusingStartTls());
        SmtpFailure failure = refusal(host(ENCRYPTED));
        assertThat(failure.stage()).isEqualTo(Stage.STARTTLS);
        assertThat(failure.reply()).isEqualTo(Reply.of(454, "4.7.0", "TLS not available"));
        assertThat(mx.sessions()).hasSize(1);
    }

    @Test
    void failsWhereTlsIsRequiredAndTheHandshakeIsNotAnswered() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID).on(HANDSHAKE).drop());
        SmtpFailure failure = refusal(host(ENCRYPTED));
        assertThat(failure.stage()).isEqualTo(Stage.STARTTLS);
        assertThat(failure.cause()).startsWith("TLS handshake: ");
        assertThat(mx.sessions()).hasSize(1);
    }

    @Test
    void goesOnInClearWhereStartTlsIsNotOffered() throws Exception {
        start(ScriptedMx.script());
        assertThat(connection(host(OPPORTUNISTIC)).tls()).isNull();
        assertThat(mx.sessions()).hasSize(1);
    }

    @Test
    void connectsInClearWhereStartTlsIsRefused() throws Exception {
        start(refusingStartTls());
        assertGoesOnInClear();
    }

    @Test
    void connectsInClearWhereTheHandshakeFails() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID).on(HANDSHAKE).drop());
        assertGoesOnInClear();
    }

    @Test
    void connectsInClearWhereTheHandshakeIsGarbage() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID).on(HANDSHAKE).does(handshake -> {
            handshake.hear();
            handshake.send("no TLS here, sorry\r\n".getBytes(StandardCharsets.US_ASCII));
            handshake.ignore();
        }));
        assertGoesOnInClear();
    }

    @Test
    void connectsInClearWhereTheHostClosesOnceEncrypted() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID).on(EHLO).after(1).once().drop());
        assertGoesOnInClear();
    }

    private void assertGoesOnInClear() throws Exception {
        SmtpConnection connection = connection(host(OPPORTUNISTIC));
        assertThat(connection.tls()).isNull();
        assertThat(connection.host()).isEqualTo(host(OPPORTUNISTIC));
        assertThat(sendToBob(connection).isDelivered()).isTrue();
        assertThat(mx.sessions()).hasSize(2);
        assertThat(mx.session(2).commands()).startsWith("EHLO relay.test", "MAIL FROM:<alice@example.com> SIZE=30");
    }

    @Test
    void connectsInClearOnce() throws Exception {
        start(refusingStartTls().on(CONNECT).after(1).drop());
        assertThat(refusal(host(OPPORTUNISTIC)).stage()).isEqualTo(Stage.GREETING);
        assertThat(mx.sessions()).hasSize(2);
    }

    @Test
    void refusesRepliesInjectedBeforeTheHandshake() throws Exception {
        start(ScriptedMx.script().withStartTls(VALID).on(STARTTLS).send("220 go ahead\r\n250 injected\r\n"));
        assertThat(refusal(host(OPPORTUNISTIC)))
                .isEqualTo(new SmtpFailure(Stage.STARTTLS, null, "plaintext after the reply to STARTTLS"));
        assertThat(mx.sessions()).hasSize(1);
    }

    @Test
    void forgetsWhatItLearntInClear() throws Exception {
        start(ScriptedMx.script()
                .withStartTls(VALID)
                .on(EHLO)
                .once()
                .reply("250-mx.test", "250-STARTTLS", "250 SIZE 1"));
        assertThat(sendToBob(connection(host(VERIFIED))).isDelivered()).isTrue();
    }

    private static MxScript refusingStartTls() {
        return ScriptedMx.script().withStartTls(VALID).on(STARTTLS).reply("454 4.7.0 TLS not available");
    }
}
