package relay.smtp.client;

import relay.smtp.Reply;

/**
 * What became of one recipient of a transaction.
 *
 * @param delivered the positive reply to the final dot, or null
 * @param failure why it was not delivered, or null
 */
public record RecipientResult(Reply delivered, SmtpFailure failure) {
    public boolean isDelivered() {
        return delivered != null;
    }
}
