package relay.ledger;

import java.util.Locale;

/** The status of one recipient, in the words of the REST interface. */
public enum RecipientStatus {
    ACCEPTED,
    SCHEDULED,
    HELD,
    QUEUED,
    DEFERRED,
    DELIVERED,
    BOUNCED,
    EXPIRED,
    SUPPRESSED,
    CANCELLED,
    REJECTED,
    IN_DOUBT;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As it is stored and shown: {@code in_doubt}. */
    public String word() {
        return word;
    }

    /** The status that the word stands for. */
    public static RecipientStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether nothing will happen any more by itself or by an operator. */
    public boolean isFinal() {
        return switch (this) {
            case DELIVERED, BOUNCED, EXPIRED, SUPPRESSED, CANCELLED, REJECTED -> true;
            case ACCEPTED, SCHEDULED, HELD, QUEUED, DEFERRED, IN_DOUBT -> false;
        };
    }
}
