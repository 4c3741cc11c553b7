package relay.steering;

import java.util.List;

/**
 * What waits for a domain. Times are milliseconds since 1970.
 *
 * @param domain recipient domain
 * @param site where its mail goes, as far as this node knows; null before anything was sent
 * @param ready deliveries in memory that could start
 * @param inFlight deliveries under way
 * @param deferred what waits for its time in the database
 * @param held what waits for an operator
 * @param oldest when the oldest message that waits was accepted; null when nothing does
 * @param connections of the site, open or being opened
 * @param restUntil when the site is tried again, or null while it works
 * @param restReason why it rests, or null
 * @param lastReplies what its hosts said last, the newest at the end
 */
public record QueueLine(
        String domain,
        String site,
        long ready,
        long inFlight,
        long deferred,
        long held,
        Long oldest,
        int connections,
        Long restUntil,
        String restReason,
        List<String> lastReplies) {
    public QueueLine {
        lastReplies = List.copyOf(lastReplies);
    }
}
