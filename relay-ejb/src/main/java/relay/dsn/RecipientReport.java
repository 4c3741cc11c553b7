package relay.dsn;

import java.time.Instant;

/**
 * What became of one recipient.
 *
 * @param address the forward-path
 * @param originalRecipient the ORCPT parameter still in its xtext form, or null
 * @param action what the report says
 * @param status enhanced status code such as {@code 5.1.1} (RFC 3463)
 * @param remoteMta host name of the mail system that answered, or null where none did
 * @param reply its SMTP reply on one line, or null
 * @param reason why delivery ended or waits where no reply tells, in words; or null
 * @param lastAttempt when it was tried last, or null
 * @param willRetryUntil until when it will be tried, for a delay; or null
 */
public record RecipientReport(
        String address,
        String originalRecipient,
        DsnAction action,
        String status,
        String remoteMta,
        String reply,
        String reason,
        Instant lastAttempt,
        Instant willRetryUntil) {
    public RecipientReport {
        if (!status.matches("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}")) {
            throw new IllegalArgumentException("not an enhanced status code: " + status);
        }
    }

    /** A mail system's answer ended delivery. */
    public static RecipientReport failed(
            String address,
            String originalRecipient,
            String status,
            String remoteMta,
            String reply,
            Instant lastAttempt) {
        return new RecipientReport(
                address, originalRecipient, DsnAction.FAILED, status, remoteMta, reply, null, lastAttempt, null);
    }

    /** We ended delivery ourselves: it took too long, or there is nobody to deliver to. */
    public static RecipientReport gaveUp(
            String address, String originalRecipient, String status, String reason, Instant lastAttempt) {
        return new RecipientReport(
                address, originalRecipient, DsnAction.FAILED, status, null, null, reason, lastAttempt, null);
    }
}
