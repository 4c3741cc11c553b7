package relay.it.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.mail.SecondApplication;
import relay.it.mail.Signatures;
import relay.it.mail.Submitter;
import relay.it.running.FirstLogin;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;

/**
 * Submitted with AUTH over TLS, or by another application through {@code java:global/mail/relay}; signed at the remote
 * host, visible by REST, still there after a restart: on Payara Micro always, on Payara Server and WildFly with {@code
 * -Pservers}.
 */
@SystemTest
class SmokeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Internet internet = new Internet();

    @AfterAll
    void end() {
        internet.close();
    }

    @Test
    void worksOnPayaraMicro() throws IOException, InterruptedException {
        RelayProcess relay = internet.joinedBy(Servers.relay("micro"))
                .beside(Servers.APPLICATION)
                .prepare();
        try (AppServer server = Servers.micro(relay)) {
            tell(server, relay);
        }
    }

    @Test
    void worksOnWildFly() throws IOException, InterruptedException {
        try (RelayProcess relay = internet.joinedBy(Servers.relay("wildfly")).prepare();
                AppServer server = Servers.wildFly(relay)) {
            tell(server, relay);
        }
    }

    @Test
    void worksOnPayaraServer() throws IOException, InterruptedException {
        try (RelayProcess relay = internet.joinedBy(Servers.relay("payara")).prepare();
                AppServer server = Servers.payaraServer(relay)) {
            tell(server, relay);
        }
    }

    private void tell(AppServer server, RelayProcess relay) throws IOException, InterruptedException {
        try (ScriptedMx mx = internet.host().start()) {
            String domain = internet.domainAt(mx);
            start(server, relay);
            assertSessionStaysOnItsSite(relay);
            send(relay, "before@" + domain);
            assertSigned(relay, mx, "before@" + domain);
            sendByName(relay, mx, "named-before@" + domain);
            server.stop();
            start(server, relay);
            awaitDelivered(relay, "before@" + domain);
            send(relay, "after@" + domain);
            Arrivals.awaitOne(mx, "after@" + domain);
            sendByName(relay, mx, "named-after@" + domain);
            server.stop();
        }
    }

    private static void start(AppServer server, RelayProcess relay) throws IOException, InterruptedException {
        server.start();
        Servers.awaitReady(relay);
    }

    /** Each server has a way of its own to say so. */
    private static void assertSessionStaysOnItsSite(RelayProcess relay) throws IOException {
        assertThat(relay.url("/login.xhtml")
                        .toURL()
                        .openConnection()
                        .getHeaderFields()
                        .get("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("RELAYSESSION=")
                .containsIgnoringCase("; SameSite=Lax");
    }

    private static void send(RelayProcess relay, String to) throws IOException {
        FirstLogin login = relay.firstLogin();
        try (Submitter submitter = Submitter.connectEncrypted(relay.submissions(), relay.trust())
                .login(login.username(), login.password())) {
            submitter.send(Outgoing.note("hello@demo.test", to));
        }
    }

    private static void sendByName(RelayProcess relay, ScriptedMx mx, String to) throws IOException {
        new SecondApplication(relay).send(to);
        assertSigned(relay, mx, to);
    }

    private static void assertSigned(RelayProcess relay, ScriptedMx mx, String to) throws IOException {
        assertThat(new Signatures(RelayRest.of(relay).dkimRecords())
                        .judge(Arrivals.awaitOne(mx, to).content()))
                .containsExactlyInAnyOrder("pass rsa-sha256 demo.test", "pass ed25519-sha256 demo.test");
        awaitDelivered(relay, to);
    }

    private static void awaitDelivered(RelayProcess relay, String recipient) {
        await("delivered to " + recipient)
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(RelayRest.of(relay).statusesOf(recipient)).containsExactly("delivered"));
    }
}
