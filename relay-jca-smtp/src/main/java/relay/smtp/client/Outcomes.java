package relay.smtp.client;

import java.util.Arrays;
import java.util.BitSet;
import relay.smtp.Reply;

/** What becomes of each recipient of one transaction. A recipient is settled once; what comes later does not count. */
final class Outcomes {
    private final RecipientResult[] results;
    private final BitSet accepted;

    Outcomes(int recipients) {
        results = new RecipientResult[recipients];
        accepted = new BitSet(recipients);
    }

    /** The peer took the recipient, so far; of no use to a recipient whose MAIL it had refused. */
    void accept(int recipient) {
        if (results[recipient] == null) {
            accepted.set(recipient);
        }
    }

    void refuse(int recipient, SmtpFailure failure) {
        if (results[recipient] == null) {
            results[recipient] = new RecipientResult(null, failure);
            accepted.clear(recipient);
        }
    }

    boolean anyAccepted() {
        return !accepted.isEmpty();
    }

    /** The message was delivered to all recipients that were accepted. */
    void deliver(Reply reply) {
        RecipientResult delivered = new RecipientResult(reply, null);
        accepted.stream().forEach(recipient -> results[recipient] = delivered);
        accepted.clear();
    }

    /** Nothing more will become of the recipients that are not settled. */
    void fail(SmtpFailure failure) {
        for (int recipient = 0; recipient < results.length; recipient++) {
            refuse(recipient, failure);
        }
    }

    TransactionResult result(boolean reusable) {
        return new TransactionResult(Arrays.asList(results), reusable);
    }
}
