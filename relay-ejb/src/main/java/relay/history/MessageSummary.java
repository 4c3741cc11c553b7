package relay.history;

import java.time.Instant;
import java.util.List;

/**
 * A message in a list.
 *
 * @param queueId identity
 * @param messageId the Message-ID field in its angle brackets, or null
 * @param status the recipients' when they agree, else {@code mixed}
 * @param stream transactional or broadcast
 * @param campaign or null
 * @param sender reverse-path, empty for {@code <>}
 * @param from address of the From field, or null
 * @param subject or null
 * @param tags as given
 * @param metadata a JSON object as text, or null
 * @param size bytes of the content
 * @param origin who submitted it from where, for people
 * @param acceptedAt when the relay took responsibility
 * @param expiresAt when trying ends
 * @param recipientCount how many recipients there are
 * @param recipients the first of them
 */
public record MessageSummary(
        String queueId,
        String messageId,
        String status,
        String stream,
        String campaign,
        String sender,
        String from,
        String subject,
        List<String> tags,
        String metadata,
        long size,
        String origin,
        Instant acceptedAt,
        Instant expiresAt,
        int recipientCount,
        List<RecipientState> recipients) {}
