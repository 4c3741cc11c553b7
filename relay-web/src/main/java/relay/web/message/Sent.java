package relay.web.message;

import java.util.List;
import relay.compose.Letter;
import relay.submission.Receipt;

/**
 * The answer to sending: the relay has taken responsibility.
 *
 * @param queueId identity of the message
 * @param messageId its Message-ID field, or null
 * @param recipients to whom it goes
 */
public record Sent(String queueId, String messageId, List<Recipient> recipients) {
    /**
     * A recipient.
     *
     * @param address forward-path
     */
    public record Recipient(String address) {}

    static Sent of(Receipt receipt, Letter letter) {
        return new Sent(
                receipt.queueId(),
                receipt.messageId(),
                letter.recipients().stream().map(Recipient::new).toList());
    }
}
