package relay.delivery;

import java.util.Optional;
import relay.ledger.Acceptance;

/** Delivery status notifications to the sender of a message. */
public interface Notices {
    /** Whether the sender must hear of this (RFC 3461, section 4.1; RFC 5321, section 6.1); cheap. */
    boolean isDue(Delivery delivery, Verdict verdict, AttemptResult result);

    /** The notification as a message of its own, to be recorded together with the outcome. May block. */
    Optional<Acceptance> write(Delivery delivery, Verdict verdict, AttemptResult result);

    /** The same without the content of the message, which cannot be read. */
    Optional<Acceptance> writeBriefly(Delivery delivery, Verdict verdict, AttemptResult result);
}
