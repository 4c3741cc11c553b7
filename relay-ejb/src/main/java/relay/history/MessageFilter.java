package relay.history;

import java.time.Instant;

/**
 * Which messages are wanted; null fields do not matter.
 *
 * @param recipient forward-path of a recipient, exactly
 * @param sender From address or reverse-path, whatever its case
 * @param status of at least one recipient, or {@code mixed} when the recipients do not agree
 * @param tag exactly
 * @param from accepted at this time or later
 * @param to accepted before this time
 * @param text part of the subject, the Message-ID, or an address, whatever its case; or a queue id
 */
public record MessageFilter(
        String recipient, String sender, String status, String tag, Instant from, Instant to, String text) {
    /** The status of a message whose recipients do not agree. */
    public static final String MIXED = "mixed";

    /** Every message. */
    public static MessageFilter none() {
        return new MessageFilter(null, null, null, null, null, null, null);
    }

    /** Whether an index alone finds what is wanted. */
    boolean isIndexed() {
        boolean oneOfBoth = recipient == null || tag == null;
        return oneOfBoth && sender == null && status == null && text == null;
    }
}
