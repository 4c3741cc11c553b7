package relay.it.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import relay.it.running.RelayProcess;

/** A client of the REST interface with one key. Single quotes in documents stand for double ones. */
public final class Rest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final URI base;
    private final List<String> headers;

    private Rest(URI base, List<String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /** As the demonstration tenant. */
    public static Rest of(RelayProcess relay) {
        return new Rest(relay.url("/api/v1"), List.of()).with(relay.firstLogin().restKey());
    }

    /** As the administrator. */
    public static Rest administrator(RelayProcess relay) {
        return new Rest(relay.url("/api/v1"), List.of()).with(RelayProcess.ADMIN_TOKEN);
    }

    /** With this key instead. */
    public Rest with(String key) {
        return new Rest(base, List.of("Authorization", "Bearer " + key));
    }

    /** With one more header. */
    public Rest header(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.addAll(List.of(name, value));
        return new Rest(base, more);
    }

    /** Without any header. */
    public Rest anonymous() {
        return new Rest(base, List.of());
    }

    public Answer get(String path) throws IOException {
        return send(request(path).GET());
    }

    public Answer delete(String path) throws IOException {
        return send(request(path).DELETE());
    }

    public Answer post(String path, String json) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    public Answer post(String path) throws IOException {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    public Answer patch(String path, String json) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    public Answer call(String method, String path, String contentType, String body) throws IOException {
        return send(request(path).header("Content-Type", contentType).method(method, BodyPublishers.ofString(body)));
    }

    /** Without a body, and without the header that would tell of one. */
    public Answer call(String method, String path) throws IOException {
        return send(request(path).method(method, BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        return headers.isEmpty() ? request : request.headers(headers.toArray(String[]::new));
    }

    private static Answer send(HttpRequest.Builder request) throws IOException {
        try {
            return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /**
     * An answer.
     *
     * @param response as it came
     */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String text() {
            return response.body();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public JsonObject json() {
            try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
                return reader.readObject();
            }
        }

        /** Of a problem: its status and media type agree with the answer's. */
        boolean isProblem() {
            return header("Content-Type").startsWith("application/problem+json")
                    && json().getInt("status") == status()
                    && !json().getString("title").isEmpty()
                    && !json().getString("type").isEmpty();
        }
    }
}
