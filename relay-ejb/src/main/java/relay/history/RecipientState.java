package relay.history;

import java.time.Instant;

/**
 * A recipient and what has become of it.
 *
 * @param number position in the envelope from 0
 * @param address forward-path
 * @param status of this recipient
 * @param attempts how many there were
 * @param lastReply what the remote host said last, or the reason in our words, or null
 * @param site the remote host's site, or null
 * @param nextAt when it is due again, or null
 * @param underWay whether it is being sent at this moment
 * @param updatedAt when its status was last recorded
 */
public record RecipientState(
        int number,
        String address,
        String status,
        int attempts,
        String lastReply,
        String site,
        Instant nextAt,
        boolean underWay,
        Instant updatedAt) {}
