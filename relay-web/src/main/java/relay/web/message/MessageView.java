package relay.web.message;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import relay.history.AttemptRecord;
import relay.history.MessageHistory;
import relay.history.MessageSummary;
import relay.web.event.EventView;

/**
 * A message as it is shown.
 *
 * @param queueId identity
 * @param messageId the Message-ID field, or null
 * @param status the recipients' when they agree, else mixed
 * @param stream transactional or broadcast
 * @param campaign or null
 * @param sender reverse-path, empty for {@code <>}
 * @param from address of the From field, or null
 * @param subject or null
 * @param tags as given
 * @param metadata as given, or null
 * @param size bytes of the content
 * @param origin who submitted it from where
 * @param acceptedAt when the relay took responsibility
 * @param expiresAt when trying ends
 * @param recipientCount how many recipients there are
 * @param recipients the first ten in a list, up to a thousand of one message
 * @param events timeline of one message, oldest first; null in a list
 * @param attempts delivery attempts of one message, oldest first; null in a list
 */
public record MessageView(
        String queueId,
        String messageId,
        String status,
        String stream,
        String campaign,
        String sender,
        String from,
        String subject,
        List<String> tags,
        JsonObject metadata,
        long size,
        String origin,
        Instant acceptedAt,
        Instant expiresAt,
        int recipientCount,
        List<RecipientView> recipients,
        List<EventView> events,
        List<AttemptRecord> attempts) {
    static MessageView of(MessageSummary message) {
        return of(message, null, null);
    }

    static MessageView of(MessageHistory history) {
        return of(
                history.message(), history.events().stream().map(EventView::of).toList(), history.attempts());
    }

    private static MessageView of(MessageSummary message, List<EventView> events, List<AttemptRecord> attempts) {
        return new MessageView(
                message.queueId(),
                message.messageId(),
                message.status(),
                message.stream(),
                message.campaign(),
                message.sender(),
                message.from(),
                message.subject(),
                message.tags(),
                metadata(message.metadata()),
                message.size(),
                message.origin(),
                message.acceptedAt(),
                message.expiresAt(),
                message.recipientCount(),
                message.recipients().stream().map(RecipientView::of).toList(),
                events,
                attempts);
    }

    private static JsonObject metadata(String text) {
        if (text == null) {
            return null;
        }
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
