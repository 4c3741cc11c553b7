package relay.ledger;

/**
 * An immutable fact about a message.
 *
 * @param id identity, increasing with time
 * @param at milliseconds since 1970
 * @param type what happened
 * @param tenantId whose message
 * @param queueId which message
 * @param number which recipient, or null for the message as a whole
 * @param recipient its address, or null
 * @param reply what the remote host said, or the reason in our words, at most 1,000 characters; or null
 * @param enhancedStatus RFC 3463 code, or null
 * @param bounceKind {@code hard} or {@code soft} for bounces, else null
 * @param bounceClass why it bounced, else null
 */
public record Event(
        String id,
        long at,
        EventType type,
        String tenantId,
        String queueId,
        Integer number,
        String recipient,
        String reply,
        String enhancedStatus,
        String bounceKind,
        String bounceClass) {
    /** An event without reply or bounce. */
    public static Event of(
            String id, long at, EventType type, String tenantId, String queueId, Integer number, String recipient) {
        return new Event(id, at, type, tenantId, queueId, number, recipient, null, null, null, null);
    }
}
