package relay.dsn;

import java.util.Set;
import relay.smtp.DsnNotify;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;

/**
 * Whether the sender is told about a recipient (RFC 3461, sections 4.1 and 5.2).
 *
 * @param delayUnasked whether a delay is told where the sender did not say what it wants to hear, which RFC 3461 leaves
 *     to us; failures are told always, successes never
 */
public record DsnDecision(boolean delayUnasked) {
    /** Delays are told unasked. */
    public static DsnDecision ofDefaults() {
        return new DsnDecision(true);
    }

    /** Whether a report is due. A message with the null reverse-path is a report itself, and never gets one. */
    public boolean isDue(DsnAction action, ForwardPath recipient, Envelope envelope) {
        return !envelope.hasNullReversePath() && isWanted(action, recipient.notifyOn());
    }

    private boolean isWanted(DsnAction action, Set<DsnNotify> notifyOn) {
        if (notifyOn.isEmpty()) {
            return action == DsnAction.FAILED || (action == DsnAction.DELAYED && delayUnasked);
        }
        return !notifyOn.contains(DsnNotify.NEVER) && notifyOn.contains(reason(action));
    }

    private static DsnNotify reason(DsnAction action) {
        return switch (action) {
            case FAILED -> DsnNotify.FAILURE;
            case DELAYED -> DsnNotify.DELAY;
            case DELIVERED, RELAYED, EXPANDED -> DsnNotify.SUCCESS;
        };
    }
}
