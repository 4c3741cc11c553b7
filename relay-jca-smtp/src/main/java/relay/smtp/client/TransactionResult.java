package relay.smtp.client;

import java.util.List;

/**
 * The outcome of a transaction.
 *
 * @param recipients one result for each recipient, in the envelope's order
 * @param reusable whether the connection may carry another transaction
 */
public record TransactionResult(List<RecipientResult> recipients, boolean reusable) {
    public TransactionResult {
        recipients = List.copyOf(recipients);
    }
}
