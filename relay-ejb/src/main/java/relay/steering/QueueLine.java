package relay.steering;

import java.util.List;

/**
 * What waits for a domain, and how its site is reached from one source. What is of the domain as a whole stands in its first
 * line: what waits in the database has no source yet. Times are milliseconds since 1970.
 *
 * @param domain recipient domain
 * @param site where its mail goes, as far as this node knows; null before anything was sent
 * @param source from which its mail leaves, as far as this node knows; null before anything was sent
 * @param ready deliveries of the domain in memory that could start
 * @param inFlight deliveries to the domain under way
 * @param deferred what waits for its time in the database
 * @param held what waits for an operator: held, or in doubt
 * @param oldest when the oldest message that waits was accepted; null when nothing does
 * @param connections of the site from the source, open or being opened
 * @param restUntil when the site is tried again from there, or null while it works
 * @param restReason why it rests, or null
 * @param lastReplies what its hosts said last, the newest at the end; or why the domain has none
 */
public record QueueLine(
        String domain,
        String site,
        String source,
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

    /** Its place among the others. */
    public String key() {
        return source == null ? domain : domain + ' ' + source;
    }
}
