package relay.it.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import relay.it.running.RelayProcess;

/** An application on the relay's server, which sends by the mail session that the relay has bound to a name. */
public final class SecondApplication {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RelayProcess relay;
    private final HttpClient http = HttpClient.newHttpClient();

    public SecondApplication(RelayProcess relay) {
        this.relay = relay;
    }

    /** Has it send from the demonstration's domain, as soon as it runs. */
    public void send(String recipient) {
        await("application sends to " + recipient)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(trySending(recipient)).isEqualTo("sent"));
    }

    private String trySending(String recipient) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(relay.url("/second-app/send?from=hello@demo.test&subject="
                        + URLEncoder.encode("Grüße", UTF_8) + "&to=" + recipient))
                .timeout(PATIENCE)
                .POST(BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
