package relay.it.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What a relay's {@code /metrics} say. */
public final class Meters {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI place;

    private Meters(URI place) {
        this.place = place;
    }

    public static Meters of(RelayProcess relay) {
        return new Meters(relay.url("/metrics"));
    }

    /** Recipients whose delivery is on record. */
    public long delivered() {
        return (long) sum("relay_deliveries_total{outcome=\"delivered\"}");
    }

    /** The sum of all meters whose line begins so. */
    public double sum(String beginning) {
        return text().lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String text() {
        HttpRequest request = HttpRequest.newBuilder(place)
                .header("Authorization", "Bearer " + RelayProcess.ADMIN_TOKEN)
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
