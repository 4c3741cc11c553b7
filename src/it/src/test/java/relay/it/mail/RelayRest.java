package relay.it.mail;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import relay.it.running.RelayProcess;

/** What the demonstration tenant sees and does by REST. */
public final class RelayRest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 100;

    private final RelayProcess relay;
    private final String key;
    private final HttpClient http = HttpClient.newHttpClient();

    private RelayRest(RelayProcess relay, String key) {
        this.relay = relay;
        this.key = key;
    }

    /** With the key that the first login tells. */
    public static RelayRest of(RelayProcess relay) {
        return new RelayRest(relay, relay.firstLogin().restKey());
    }

    /** With the administrator's token. */
    public static RelayRest administrator(RelayProcess relay) {
        return new RelayRest(relay, RelayProcess.ADMIN_TOKEN);
    }

    // Messages

    /** A message with its recipients, events and attempts; not there: 404. */
    public JsonObject message(String queueId) {
        return get("/api/v1/messages/" + queueId);
    }

    /** The statuses of a message's recipients, in their order; none before it is on record. */
    public List<String> statuses(String queueId) {
        return strings(find("/api/v1/messages/" + queueId), "recipients", "status");
    }

    /** The statuses of what is on record for a recipient, newest first. */
    public List<String> statusesOf(String recipient) {
        return strings(get("/api/v1/messages?recipient=" + recipient), "items", "status");
    }

    /** What the remote hosts said last of a message's recipients, in their order. */
    public List<String> lastReplies(String queueId) {
        return strings(message(queueId), "recipients", "lastReply");
    }

    /** The types of a message's events, in their order; none before it is on record. */
    public List<String> events(String queueId) {
        return strings(find("/api/v1/messages/" + queueId), "events", "type");
    }

    /** How long each attempt at a message took, in milliseconds. */
    public List<Integer> attemptMillis(String queueId) {
        return message(queueId).getJsonArray("attempts").stream()
                .map(attempt -> attempt.asJsonObject().getInt("durationMillis"))
                .toList();
    }

    private static List<String> strings(JsonObject message, String list, String field) {
        return message.containsKey(list)
                ? message.getJsonArray(list).stream()
                        .map(item -> item.asJsonObject().getString(field, ""))
                        .toList()
                : List.of();
    }

    // Events

    /** All events of a type, oldest first. */
    public List<JsonObject> eventsOf(String type) {
        List<JsonObject> events = new ArrayList<>();
        String next = "/api/v1/events?type=" + type + "&limit=" + PAGE;
        while (next != null) {
            JsonObject page = get(next);
            page.getJsonArray("items").forEach(item -> events.add(item.asJsonObject()));
            String cursor = page.isNull("next") ? null : page.getString("next", null);
            next = cursor == null ? null : "/api/v1/events?type=" + type + "&limit=" + PAGE + "&cursor=" + cursor;
        }
        return events;
    }

    /** The recipients that have an event of a type, each once for each of its messages. */
    public Stream<String> recipientsWith(String type) {
        return eventsOf(type).stream()
                .map(event -> event.getString("queueId") + " " + event.getString("recipient"))
                .distinct();
    }

    // Domains

    /** The DKIM records that the relay asks to be published for the demonstration's domain, by name. */
    public Map<String, String> dkimRecords() {
        Map<String, String> records = new HashMap<>();
        for (JsonValue value : get("/api/v1/domains/demo.test").getJsonArray("dns")) {
            JsonObject entry = value.asJsonObject();
            if (entry.getString("purpose").equals("dkim")) {
                records.put(entry.getString("name"), entry.getString("value"));
            }
        }
        return records;
    }

    // Requests

    /** What is there; anything but 200 fails. */
    public JsonObject get(String path) {
        HttpResponse<String> answer = ask(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return parsed(answer.body());
    }

    /** What is there, or an empty object. */
    private JsonObject find(String path) {
        return ask(path).statusCode() == 404 ? JsonValue.EMPTY_JSON_OBJECT : get(path);
    }

    private HttpResponse<String> ask(String path) {
        return exchange(request(path).GET());
    }

    /** Posts JSON. */
    public HttpResponse<String> post(String path, JsonObject body) {
        return exchange(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    public HttpResponse<String> delete(String path) {
        return exchange(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(relay.url(path))
                .header("Authorization", "Bearer " + key)
                .timeout(PATIENCE);
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject parsed(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
