package relay.web.message;

import java.time.Instant;
import relay.history.RecipientState;

/**
 * A recipient as it is shown.
 *
 * @param address forward-path
 * @param status of this recipient
 * @param attempts how many there were
 * @param lastReply what the remote host said last, or the reason in our words, or null
 * @param site the remote host's site, or null
 * @param nextAt when it is due again, or null
 * @param updatedAt when its status was last recorded
 */
public record RecipientView(
        String address, String status, int attempts, String lastReply, String site, Instant nextAt, Instant updatedAt) {
    static RecipientView of(RecipientState recipient) {
        return new RecipientView(
                recipient.address(),
                recipient.status(),
                recipient.attempts(),
                recipient.lastReply(),
                recipient.site(),
                recipient.nextAt(),
                recipient.updatedAt());
    }
}
