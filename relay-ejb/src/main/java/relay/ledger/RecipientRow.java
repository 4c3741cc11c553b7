package relay.ledger;

/**
 * A recipient as the ledger first stores it.
 *
 * @param number position in the envelope from 0
 * @param address forward-path
 * @param domain in lower case
 * @param status where it begins: queued, scheduled, held, suppressed, rejected
 * @param nextAt when it is due, or null when it does not wait for a time
 * @param reason why it is held, suppressed or rejected, or null
 * @param notifyOn values of NOTIFY with commas between, or null
 * @param originalRecipient ORCPT in xtext, or null
 */
public record RecipientRow(
        int number,
        String address,
        String domain,
        RecipientStatus status,
        Long nextAt,
        String reason,
        String notifyOn,
        String originalRecipient) {
    /** The same, waiting for a decision because it may have been sent. */
    public RecipientRow inDoubt(String why) {
        return new RecipientRow(
                number, address, domain, RecipientStatus.IN_DOUBT, null, why, notifyOn, originalRecipient);
    }
}
