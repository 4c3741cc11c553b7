package relay.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import relay.egress.EgressPool;
import relay.egress.EgressSource;
import relay.egress.WeightedTurns;
import relay.routing.Route;
import relay.routing.Router;
import relay.shaping.TlsPolicy;

/**
 * The hosts that take the mail of one or many domains, with a queue for each source that mail leaves from. On the engine's
 * thread.
 */
final class Site {
    private final String name;
    /** Looked at by others too, for {@link #isPrompt}. */
    private final Map<String, SiteQueue> queues = new ConcurrentHashMap<>();

    private final Map<EgressPool, WeightedTurns> turns = new HashMap<>();
    private final Backoff backoff = new Backoff();
    private final TlsPolicy tls;
    private Route.Hosts route;

    /**
     * A site.
     *
     * @param tls what its connections must have, as far as rules say
     */
    Site(String name, Route.Hosts route, TlsPolicy tls) {
        this.name = name;
        this.tls = tls;
        this.route = route;
    }

    String name() {
        return name;
    }

    TlsPolicy tls() {
        return tls;
    }

    Route.Hosts route() {
        return route;
    }

    void renew(Route.Hosts found) {
        route = found;
    }

    /** What its replies have called for. */
    Backoff backoff() {
        return backoff;
    }

    /** Whether its mail never leaves the process. */
    boolean isInside() {
        return Router.SIMULATED.contains(route.site());
    }

    /** Whether a message that comes now is likely to be delivered at once, by whichever source. From any thread. */
    boolean isPrompt() {
        return !queues.isEmpty() && queues.values().stream().allMatch(SiteQueue::isPrompt);
    }

    Collection<SiteQueue> queues() {
        return queues.values();
    }

    /** The queue of a source, or null. */
    SiteQueue queue(EgressSource source) {
        return queues.get(source.name());
    }

    /** Whether a queue is one of its own, or was. */
    boolean has(SiteQueue queue) {
        return queue.backoff() == backoff;
    }

    void add(SiteQueue queue) {
        queues.put(queue.source().name(), queue);
    }

    /** Takes out the queue of a source that is no more what it was. */
    void retire(SiteQueue queue) {
        queue.retire();
        queues.remove(queue.source().name());
    }

    /** Whose turn it is among the sources of a pool. */
    WeightedTurns turns(EgressPool pool) {
        return turns.computeIfAbsent(pool, WeightedTurns::new);
    }

    /** Begins the turns anew: there are other pools. */
    void forgetTurns() {
        turns.clear();
    }

    /** Whether the site wants nothing from a source now, or nobody reaches it from there. */
    boolean isAway(EgressSource source, long now) {
        SiteQueue queue = queue(source);
        return queue != null && queue.restUntil(now) != null;
    }

    /** Whether a source can speak to any of its hosts. */
    boolean isInReach(EgressSource source) {
        return source.egress().address() == null
                || route.hosts().stream()
                        .anyMatch(host -> source.egress().reaches(host.address().getAddress()));
    }
}
