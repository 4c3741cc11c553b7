package relay.submission;

import java.time.Instant;
import java.util.List;

/**
 * What a submission asks for beside its envelope: by X-Relay fields, which are removed before delivery, or by REST.
 *
 * @param stream {@code transactional} or {@code broadcast}; null for the credential's own
 * @param tags in the order given, without repetitions
 * @param metadata a flat JSON object as it was written, or null
 * @param track what to track, or null for the tenant's default
 * @param sendAt not before, or null for at once; a time that has passed means at once
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

    /** These options, and the others' where these say nothing. */
    public RelayOptions orElse(RelayOptions others) {
        return new RelayOptions(
                stream == null ? others.stream : stream,
                tags.isEmpty() ? others.tags : tags,
                metadata == null ? others.metadata : metadata,
                track == null ? others.track : track,
                sendAt == null ? others.sendAt : sendAt,
                expireAt == null ? others.expireAt : expireAt,
                campaign == null ? others.campaign : campaign,
                idempotencyKey == null ? others.idempotencyKey : idempotencyKey);
    }

    /** These options, with a time to send that has passed counted as now. */
    RelayOptions notBefore(Instant now) {
        return sendAt == null || !sendAt.isBefore(now)
                ? this
                : new RelayOptions(stream, tags, metadata, track, now, expireAt, campaign, idempotencyKey);
    }

    /** Whether it does not expire before it may be sent. */
    boolean isInOrder() {
        return sendAt == null || expireAt == null || sendAt.isBefore(expireAt);
    }
}
