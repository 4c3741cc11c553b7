package relay.history;

import java.time.Instant;

/**
 * An event as it is told.
 *
 * @param id identity, increasing with time
 * @param type what happened
 * @param at when
 * @param queueId which message, or null
 * @param recipient which recipient, or null
 * @param reply what the remote host said, or the reason in our words, or null
 * @param enhancedStatus RFC 3463 code, or null
 * @param bounceKind hard or soft for bounces, else null
 * @param bounceClass why it bounced, or null
 */
public record EventRecord(
        String id,
        String type,
        Instant at,
        String queueId,
        String recipient,
        String reply,
        String enhancedStatus,
        String bounceKind,
        String bounceClass) {}
