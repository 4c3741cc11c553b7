package relay.submission;

import java.time.Instant;
import java.util.List;

/**
 * What the X-Relay fields of a message ask for; they are removed before delivery.
 *
 * @param stream {@code transactional} or {@code broadcast}; null for the credential's own
 * @param tags in the order given, without repetitions
 * @param metadata a flat JSON object as it was written, or null
 * @param track what to track, or null for the tenant's default
 * @param sendAt not before, or null for at once
 * @param expireAt no attempt after, or null for the queue's own lifetime
 * @param campaign name of the campaign, or null
 * @param idempotencyKey under which a repeated submission is recognised, or null
 */
public record RelayOptions(
        String stream,
        List<String> tags,
        String metadata,
        Tracking track,
        Instant sendAt,
        Instant expireAt,
        String campaign,
        String idempotencyKey) {
    public RelayOptions {
        tags = List.copyOf(tags);
    }

    /** No options: everything as the credential and the tenant have it. */
    public static RelayOptions none() {
        return new RelayOptions(null, List.of(), null, null, null, null, null, null);
    }
}
