package relay.it.sending;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.RelayRest;
import relay.it.mail.Signatures;
import relay.it.running.FreePorts;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ScriptedMx;

/** A second application on the same server sends by the name {@code java:global/mail/relay}, whatever the ports are. */
@SystemTest
class JndiIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<String> PORTS =
            List.of("RELAY_SMTP_PORT", "RELAY_SUBMISSION_PORT", "RELAY_SUBMISSIONS_PORT", "RELAY_HTTP_PORT");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Internet internet = new Internet();
    private final ScriptedMx mx = internet.host().start();
    private final String domain = internet.domainAt(mx);
    private final RelayProcess relay = internet.joinedBy(RelaySetUp.named("jndi"))
            .beside(Path.of(System.getProperty("relay.it.app")))
            .prepare();

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
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(send(recipient)).isEqualTo("sent"));
        Signatures signatures = new Signatures(RelayRest.of(relay).dkimRecords());
        assertThat(signatures.judge(Arrivals.awaitOne(mx, recipient).content()))
                .containsExactlyInAnyOrder("pass rsa-sha256 demo.test", "pass ed25519-sha256 demo.test");
    }

    private String send(String recipient) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(relay.url("/second-app/send?from=hello@demo.test&subject="
                        + URLEncoder.encode("Grüße", UTF_8) + "&to=" + recipient))
                .POST(BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
