package relay.delivery;

import relay.ledger.MessageRow;
import relay.smtp.Content;
import relay.smtp.Envelope;

/** What taking a delivery up came to: whether it may still go, and with which bytes. */
public sealed interface Prepared {
    /**
     * It may go.
     *
     * @param envelope reverse-path, the one recipient and options
     * @param content signed
     */
    record Ready(Envelope envelope, Content content) implements Prepared {
        /** Whether a DSN of the remote host goes to the sender itself, and not to a return path of ours. */
        boolean isUnderReversePathOf(MessageRow message) {
            return envelope.reversePath().equals(message.reversePath());
        }
    }

    /**
     * It waits for an operator.
     *
     * @param reason in words
     */
    record Hold(String reason) implements Prepared {}
}
