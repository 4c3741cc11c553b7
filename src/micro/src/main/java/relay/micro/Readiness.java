package relay.micro;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import relay.configuration.Configuration;
import relay.configuration.StartFailure;

/** Asks the relay's own probe until it answers that mail can come. */
final class Readiness {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final HttpRequest request;

    Readiness(Configuration configuration) {
        this.request = HttpRequest.newBuilder(URI.create("http://" + WebAddress.of(configuration) + "/health/ready"))
                .timeout(PATIENCE)
                .build();
    }

    boolean await(Duration limit) throws InterruptedException {
        Instant end = Instant.now().plus(limit);
        while (!isReady()) {
            if (Instant.now().isAfter(end) || StartFailure.reported().isPresent()) {
                return false;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return true;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }
}
