package relay.it.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.mail.Signatures;
import relay.it.mail.Submitter;
import relay.it.running.FirstLogin;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;

/** Mail of a verified domain leaves with two DKIM signatures that hold. */
@SystemTest
class SigningIT {
    private final RelayProcess relay;
    private final ScriptedMx mx;
    private final String domain;
    private final Signatures signatures;

    SigningIT(RelayProcess relay, Internet internet) {
        this.relay = relay;
        mx = internet.host().start();
        domain = internet.domainAt(mx);
        signatures = new Signatures(RelayRest.of(relay).dkimRecords());
    }

    @AfterAll
    void end() {
        mx.close();
    }

    @Test
    void signsWhatWasSubmittedOverStartTls() throws IOException {
        try (Submitter submitter = relay.submitter()) {
            submitter.send(Outgoing.note("hello@demo.test", "starttls@" + domain));
        }
        assertSigned("starttls@" + domain);
    }

    @Test
    void signsWhatWasSubmittedOverImplicitTls() throws IOException {
        FirstLogin login = relay.firstLogin();
        try (Submitter submitter = Submitter.connectEncrypted(relay.submissions(), relay.trust())
                .login(login.username(), login.password())) {
            submitter.send(Outgoing.note("hello@demo.test", "implicit@" + domain));
        }
        assertSigned("implicit@" + domain);
    }

    private void assertSigned(String recipient) throws IOException {
        ReceivedMessage arrived = Arrivals.awaitOne(mx, recipient);
        assertThat(signatures.judge(arrived.content()))
                .containsExactlyInAnyOrder("pass rsa-sha256 demo.test", "pass ed25519-sha256 demo.test");
    }
}
