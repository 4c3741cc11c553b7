package relay.web.queue;

import jakarta.json.bind.annotation.JsonbNillable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import relay.steering.QueueLine;

/**
 * What waits for a domain, and how its site is reached from one source, as it is shown.
 *
 * @param site where its mail goes, or null before anything was sent
 * @param source from which its mail leaves, or null before anything was sent
 * @param domain recipient domain
 * @param ready deliveries in memory that could start
 * @param inFlight deliveries under way
 * @param deferred what waits for its time
 * @param held what waits for an operator: held, or in doubt
 * @param oldest when the oldest message that waits was accepted, or null
 * @param connections of the site
 * @param restUntil when the site is tried again, or null while it works
 * @param restReason why it rests, or null
 * @param lastReplies what its hosts said last, or why the domain has none
 */
@JsonbNillable
public record QueueView(
        String site,
        String source,
        String domain,
        long ready,
        long inFlight,
        long deferred,
        long held,
        Instant oldest,
        int connections,
        Instant restUntil,
        String restReason,
        List<String> lastReplies) {
    static QueueView of(QueueLine line) {
        return new QueueView(
                line.site(),
                line.source(),
                line.domain(),
                line.ready(),
                line.inFlight(),
                line.deferred(),
                line.held(),
                time(line.oldest()),
                line.connections(),
                time(line.restUntil()),
                line.restReason(),
                line.lastReplies());
    }

    private static Instant time(Long millis) {
        return Optional.ofNullable(millis).map(Instant::ofEpochMilli).orElse(null);
    }
}
