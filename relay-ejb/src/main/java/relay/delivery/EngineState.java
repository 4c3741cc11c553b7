package relay.delivery;

import java.util.List;
import java.util.Map;
import relay.queue.QueueName;

/**
 * What the engine has in hand.
 *
 * @param sites with anything to do, to remember or to wait for
 * @param siteOfDomain the name of the site of each domain that is known
 * @param unroutable what was found of domains whose mail goes nowhere now
 * @param held deliveries in memory, by queue
 * @param inFlight deliveries under way, by domain
 */
public record EngineState(
        List<SiteState> sites,
        Map<String, String> siteOfDomain,
        Map<String, String> unroutable,
        Map<QueueName, Integer> held,
        Map<String, Integer> inFlight) {
    public EngineState {
        sites = List.copyOf(sites);
        siteOfDomain = Map.copyOf(siteOfDomain);
        unroutable = Map.copyOf(unroutable);
        held = Map.copyOf(held);
        inFlight = Map.copyOf(inFlight);
    }
}
