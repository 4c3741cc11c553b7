package relay.dsn;

import java.util.Locale;

/** What a report says of a recipient (RFC 3464, section 2.3.3). */
public enum DsnAction {
    /** Could not be delivered, and will not be tried again. */
    FAILED,
    /** Is not delivered yet, and will be tried again. */
    DELAYED,
    /** Reached the recipient's mailbox. */
    DELIVERED,
    /** Was handed to a mail system that does not report. */
    RELAYED,
    /** Reached an address that stands for several others. */
    EXPANDED;

    /** Whether it is good news, which is told only on request. */
    boolean isSuccess() {
        return this != FAILED && this != DELAYED;
    }

    /** As the Action field has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
