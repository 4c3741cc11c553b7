package relay.it.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.mail.Submitter;
import relay.it.running.FirstLogin;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;
import relay.smtp.testing.MxMoment;
import relay.smtp.testing.ScriptedMx;

/**
 * A data directory goes with its owner from the stand-alone relay to an application server and back: the record of past
 * mail, tenants, keys and credentials, and the mail that waits. With {@code -Pservers}.
 */
@SystemTest
class DataDirectoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void goesFromMicroToWildFlyAndBack() throws IOException, InterruptedException {
        travel("wildfly-data", Servers::wildFly);
    }

    @Test
    void goesFromMicroToPayaraServerAndBack() throws IOException, InterruptedException {
        travel("payara-data", Servers::payaraServer);
    }

    /** Another server with the settings of a relay. */
    private interface Destination {
        AppServer prepare(RelayProcess relay) throws IOException, InterruptedException;
    }

    private static void travel(String name, Destination destination) throws IOException, InterruptedException {
        try (Internet internet = new Internet();
                ScriptedMx mx = internet.host().start();
                RelayProcess relay = internet.joinedBy(Servers.relay(name))
                        .with("RELAY_RETRY_SCHEDULE", "1s")
                        .prepare();
                AppServer server = destination.prepare(relay)) {
            Traveller mail = new Traveller(relay, mx, internet.domainAt(mx));
            relay.start();
            mail.leave();
            relay.stop();
            server.start();
            Servers.awaitReady(relay);
            mail.arrive("ear");
            server.stop();
            relay.start();
            mail.assertKept("ear");
        }
    }

    /** What a relay has before it moves, and must have afterwards. */
    private static final class Traveller {
        private final RelayProcess relay;
        private final ScriptedMx mx;
        private final String domain;
        private FirstLogin login;
        private Map<String, String> keys;

        Traveller(RelayProcess relay, ScriptedMx mx, String domain) {
            this.relay = relay;
            this.mx = mx;
            this.domain = domain;
            mx.on(MxMoment.RCPT).of(at("waiting")).reply("451 4.2.1 Come again later");
        }

        void leave() throws IOException {
            login = relay.firstLogin();
            keys = RelayRest.of(relay).dkimRecords();
            submit(at("micro"));
            awaitStatus(at("micro"), "delivered");
            submit(at("waiting"));
            awaitStatus(at("waiting"), "deferred");
        }

        void arrive(String place) throws IOException {
            assertKept("micro");
            mx.acceptAllFromNowOn();
            Arrivals.awaitOne(mx, at("waiting"));
            awaitStatus(at("waiting"), "delivered");
            submit(at(place));
            awaitStatus(at(place), "delivered");
        }

        void assertKept(String place) {
            assertThat(RelayRest.of(relay).dkimRecords()).isEqualTo(keys);
            assertThat(RelayRest.of(relay).statusesOf(at(place))).containsExactly("delivered");
            assertThat(Arrivals.of(mx, at(place))).hasSize(1);
        }

        private String at(String place) {
            return place + "@" + domain;
        }

        /** With the credential of the first start. */
        private void submit(String recipient) throws IOException {
            try (Submitter submitter = Submitter.connectEncrypted(relay.submissions(), relay.trust())
                    .login(login.username(), login.password())) {
                submitter.send(Outgoing.note("hello@demo.test", recipient));
            }
        }

        private void awaitStatus(String recipient, String status) {
            await(recipient + " is " + status)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(RelayRest.of(relay).statusesOf(recipient))
                            .containsExactly(status));
        }
    }
}
