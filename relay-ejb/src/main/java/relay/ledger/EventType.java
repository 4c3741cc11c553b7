package relay.ledger;

import java.util.Locale;

/** What happened to a message or one of its recipients. */
public enum EventType {
    ACCEPTED,
    REJECTED,
    SCHEDULED,
    HELD,
    RELEASED,
    DEFERRED,
    DELIVERED,
    BOUNCED,
    BOUNCED_ASYNC,
    SUPPRESSED,
    EXPIRED,
    CANCELLED,
    COMPLAINED,
    IN_DOUBT;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As it is stored and shown: {@code bounced_async}. */
    public String word() {
        return word;
    }
}
