package relay.delivery;

import java.util.List;

/**
 * A site as the engine sees it now, from one source.
 *
 * @param site its name: the hosts that take the mail
 * @param source the name of the source that its mail leaves from
 * @param ready deliveries in memory that could start
 * @param inFlight deliveries that are claimed
 * @param connections open or being opened
 * @param restUntil when it is tried again, milliseconds since 1970; null unless nobody can reach it or it wants a pause
 * @param restReason why it rests, or null
 * @param lastReplies what its hosts said last, the newest at the end
 */
public record SiteState(
        String site,
        String source,
        int ready,
        int inFlight,
        int connections,
        Long restUntil,
        String restReason,
        List<String> lastReplies) {
    public SiteState {
        lastReplies = List.copyOf(lastReplies);
    }

    /** Both under one name and from one source: the same hosts, of which domains ask different things. */
    public SiteState plus(SiteState other) {
        boolean first = restUntil != null;
        return new SiteState(
                site,
                source,
                ready + other.ready,
                inFlight + other.inFlight,
                connections + other.connections,
                first ? restUntil : other.restUntil,
                first ? restReason : other.restReason,
                lastReplies.isEmpty() ? other.lastReplies : lastReplies);
    }
}
