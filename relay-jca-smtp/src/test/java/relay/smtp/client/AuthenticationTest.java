package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.smtp.client.TlsRequirement.ENCRYPTED;
import static relay.smtp.client.TlsRequirement.IMPLICIT;
import static relay.smtp.client.TlsRequirement.NONE;
import static relay.smtp.client.TlsRequirement.OPPORTUNISTIC;
import static relay.smtp.testing.MxMoment.AUTH;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.smtp.Reply;
import relay.smtp.testing.MxScript;
import relay.smtp.testing.ScriptedMx;
import relay.smtp.testing.TestCertificate;

/** AUTH at a smarthost. */
class AuthenticationTest extends ClientScenario {
    private static final TestCertificate CERTIFICATE = AUTHORITY.certificateFor("mx.test");

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "PLAIN", "LOGIN"})
    void logsInBy(String mechanism) throws Exception {
        start(offering(mechanism));
        assertThat(sendToBob(connection(host(ENCRYPTED, "alice", "secret"))).isDelivered())
                .isTrue();
        assertThat(mx.session(1).user()).isEqualTo("alice");
        assertThat(mx.session(1).commands()).contains("AUTH " + mechanism);
    }

    @Test
    void logsInOverImplicitTls() throws Exception {
        start(ScriptedMx.script().withImplicitTls(CERTIFICATE).withLogin("alice", "secret", "PLAIN"));
        connection(host(IMPLICIT, "alice", "secret"));
        assertThat(mx.session(1).user()).isEqualTo("alice");
    }

    @Test
    void prefersScramThenPlain() throws Exception {
        start(offering("LOGIN", "PLAIN", "SCRAM-SHA-256"));
        connection(host(ENCRYPTED, "alice", "secret"));
        mx.close();
        assertThat(mx.session(1).commands()).contains("AUTH SCRAM-SHA-256");
        start(offering("LOGIN", "PLAIN"));
        connection(host(ENCRYPTED, "alice", "secret"));
        assertThat(mx.session(1).commands()).contains("AUTH PLAIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "PLAIN", "LOGIN"})
    void reportsAWrongPassword(String mechanism) throws Exception {
        start(offering(mechanism));
        SmtpFailure failure = refusal(host(ENCRYPTED, "alice", "guess"));
        assertThat(failure.stage()).isEqualTo(Stage.AUTH);
        assertThat(failure.reply()).isEqualTo(Reply.of(535, "5.7.8", "wrong user or password"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "PLAIN", "LOGIN"})
    void sendsAPasswordOfAnyLengthAndScript(String mechanism) throws Exception {
        String password = "pässwörd, = " + "x".repeat(600);
        start(ScriptedMx.script().withStartTls(CERTIFICATE).withLogin("ålice", password, mechanism));
        connection(host(ENCRYPTED, "ålice", password));
        assertThat(mx.session(1).user()).isEqualTo("ålice");
    }

    @Test
    void sendsNoPasswordInClear() throws Exception {
        start(ScriptedMx.script().withLogin("alice", "secret", "PLAIN"));
        assertThat(refusal(host(NONE, "alice", "secret")))
                .isEqualTo(new SmtpFailure(Stage.AUTH, null, "login at mx.test needs TLS"));
        assertThat(refusal(host(OPPORTUNISTIC, "alice", "secret")))
                .isEqualTo(new SmtpFailure(Stage.AUTH, null, "login at mx.test needs TLS"));
        assertThat(mx.session(1).commands()).containsExactly("EHLO relay.test");
    }

    @Test
    void failsWhereNoMechanismIsKnown() throws Exception {
        start(ScriptedMx.script().withStartTls(CERTIFICATE).offering("AUTH GSSAPI CRAM-MD5"));
        assertThat(refusal(host(ENCRYPTED, "alice", "secret")))
                .isEqualTo(new SmtpFailure(
                        Stage.AUTH, null, "mx.test offers no AUTH mechanism of SCRAM-SHA-256, PLAIN, LOGIN"));
    }

    @Test
    void takesTheNextMechanismWhereOneIsNotKnownAfterAll() throws Exception {
        start(offering("PLAIN").offering("AUTH SCRAM-SHA-256 PLAIN"));
        connection(host(ENCRYPTED, "alice", "secret"));
        assertThat(mx.session(1).commands()).endsWith("AUTH SCRAM-SHA-256", "AUTH PLAIN");
    }

    @Test
    void believesNoSuccessBeforeTheServerHasProvedItself() throws Exception {
        start(offering("SCRAM-SHA-256").on(AUTH).reply("235 2.7.0 come in"));
        assertThat(refusal(host(ENCRYPTED, "alice", "secret")))
                .isEqualTo(new SmtpFailure(Stage.AUTH, null, "SCRAM-SHA-256 ended before mx.test had proved itself"));
    }

    @Test
    void refusesAChallengeThatIsNoBase64() throws Exception {
        start(offering("SCRAM-SHA-256").on(AUTH).send("334 ???\r\n"));
        SmtpFailure failure = refusal(host(ENCRYPTED, "alice", "secret"));
        assertThat(failure.stage()).isEqualTo(Stage.AUTH);
        assertThat(failure.cause()).startsWith("SCRAM-SHA-256: ");
    }

    @Test
    void refusesAChallengeToPlain() throws Exception {
        start(offering("PLAIN").on(AUTH).send("334 \r\n"));
        assertThat(refusal(host(ENCRYPTED, "alice", "secret")).cause()).isEqualTo("PLAIN: PLAIN knows no challenge");
    }

    @Test
    void sendsNoNulInAName() throws Exception {
        start(offering("PLAIN"));
        assertThat(refusal(host(ENCRYPTED, "alice\0bob", "secret")).cause()).isEqualTo("user or password contains NUL");
    }

    @Test
    void failsWhereNoWorkerIsFree() throws Exception {
        Executor full = work -> {
            throw new RejectedExecutionException();
        };
        client.close();
        client = new NettySmtpClient(settings(), full, AUTHORITY.trust());
        start(offering("SCRAM-SHA-256"));
        assertThat(refusal(host(ENCRYPTED, "alice", "secret")).cause()).isEqualTo("SCRAM-SHA-256: no worker is free");
    }

    @Test
    void tellsNoPassword() {
        assertThat(new RemoteHost("mx.test", null, ENCRYPTED, new RemoteHost.Login("alice", "secret")).toString())
                .doesNotContain("secret");
    }

    private static MxScript offering(String... mechanisms) {
        return ScriptedMx.script().withStartTls(CERTIFICATE).withLogin("alice", "secret", mechanisms);
    }
}
