package relay.submission;

import relay.smtp.Reply;

/**
 * What a submission came to.
 *
 * @param reply 250 when the message is on disk
 * @param queueId identity of the message
 * @param messageId its Message-ID field, or null when it is refused or has none
 */
public record Receipt(Reply reply, String queueId, String messageId) {
    /** Whether the relay has taken responsibility. */
    public boolean isAccepted() {
        return reply.isPositive();
    }
}
