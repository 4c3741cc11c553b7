package relay.it.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.RelayRest;
import relay.it.mail.SecondApplication;
import relay.it.mail.Signatures;
import relay.it.running.FreePorts;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;

/** A second application on the same server sends by the name {@code java:global/mail/relay}, whatever the ports are. */
@SystemTest
class JndiIT {
    private static final List<String> PORTS =
            List.of("RELAY_SMTP_PORT", "RELAY_SUBMISSION_PORT", "RELAY_SUBMISSIONS_PORT", "RELAY_HTTP_PORT");

    private final Internet internet = new Internet();
    private final ScriptedMx mx = internet.host().start();
    private final String domain = internet.domainAt(mx);
    private final RelayProcess relay = internet.joinedBy(RelaySetUp.named("jndi"))
            .beside(Path.of(System.getProperty("relay.it.app")))
            .prepare();
    private final SecondApplication application = new SecondApplication(relay);

    @AfterAll
    void end() {
        relay.close();
        mx.close();
        internet.close();
    }

    @Test
    void sendsAsTheNamedTenantAlsoAfterAChangeOfPorts() throws IOException {
        relay.start();
        assertSends("before@" + domain);
        relay.stop();
        PORTS.forEach(port -> relay.change(port, Integer.toString(FreePorts.next())));
        relay.start();
        assertSends("after@" + domain);
    }

    private void assertSends(String recipient) throws IOException {
        application.send(recipient);
        Signatures signatures = new Signatures(RelayRest.of(relay).dkimRecords());
        assertThat(signatures.judge(Arrivals.awaitOne(mx, recipient).content()))
                .containsExactlyInAnyOrder("pass rsa-sha256 demo.test", "pass ed25519-sha256 demo.test");
    }
}
