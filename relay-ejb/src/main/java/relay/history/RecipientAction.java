package relay.history;

import relay.ledger.EventType;
import relay.ledger.RecipientStatus;

/** What an operator may do about a recipient that nobody is sending to at this moment. */
public enum RecipientAction {
    /** Not to be sent at all. */
    CANCEL(RecipientStatus.CANCELLED, EventType.CANCELLED, "Cancelled on request"),
    /** To be sent although it was held. */
    RELEASE(RecipientStatus.QUEUED, EventType.RELEASED, "Released on request"),
    /** To be tried now instead of later. */
    RETRY(null, EventType.RELEASED, "To be tried at once on request"),
    /** In doubt: to be sent again, at the risk of a duplicate. */
    RESEND(RecipientStatus.QUEUED, EventType.RELEASED, "In doubt, to be sent again on request"),
    /** In doubt: the recipient has it. */
    CONFIRM(RecipientStatus.DELIVERED, EventType.DELIVERED, "In doubt, confirmed as delivered"),
    /** In doubt: the recipient does not have it, and is not to get it. */
    GIVE_UP(RecipientStatus.BOUNCED, EventType.BOUNCED, "In doubt, given up");

    private final RecipientStatus to;
    private final EventType event;
    private final String words;

    RecipientAction(RecipientStatus to, EventType event, String words) {
        this.to = to;
        this.event = event;
        this.words = words;
    }

    boolean appliesTo(RecipientStatus status) {
        return switch (this) {
            case CANCEL -> !status.isFinal() && status != RecipientStatus.IN_DOUBT;
            case RELEASE -> status == RecipientStatus.HELD;
            case RETRY -> status == RecipientStatus.QUEUED || status == RecipientStatus.DEFERRED;
            case RESEND, CONFIRM, GIVE_UP -> status == RecipientStatus.IN_DOUBT;
        };
    }

    /** The status afterwards. */
    RecipientStatus statusAfter(RecipientStatus status) {
        return to == null ? status : to;
    }

    /** Whether nothing will happen to the recipient any more. */
    boolean isFinal() {
        return to != null && to.isFinal();
    }

    EventType event() {
        return event;
    }

    /** The reason, in the event. */
    String words() {
        return words;
    }
}
