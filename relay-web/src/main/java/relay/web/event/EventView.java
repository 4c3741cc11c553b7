package relay.web.event;

import java.time.Instant;
import relay.history.EventRecord;

/**
 * An event as it is shown.
 *
 * @param id identity, increasing with time; what {@code after} takes
 * @param type what happened
 * @param at when
 * @param queueId which message, or null
 * @param recipient which recipient, or null
 * @param reply what the remote host said, or the reason in our words, or null
 * @param enhancedStatus RFC 3463 code, or null
 * @param bounce for bounces, else null
 */
public record EventView(
        String id,
        String type,
        Instant at,
        String queueId,
        String recipient,
        String reply,
        String enhancedStatus,
        Bounce bounce) {
    /** The event as it is shown. */
    public static EventView of(EventRecord event) {
        return new EventView(
                event.id(),
                event.type(),
                event.at(),
                event.queueId(),
                event.recipient(),
                event.reply(),
                event.enhancedStatus(),
                event.bounceKind() == null ? null : new Bounce(event.bounceKind(), event.bounceClass()));
    }
}
