package relay.delivery;

/**
 * A destination as the engine sees it now.
 *
 * @param domain recipient domain
 * @param ready deliveries that could start
 * @param inFlight deliveries under way
 */
public record DestinationState(String domain, int ready, int inFlight) {
    static DestinationState of(Destination destination) {
        return new DestinationState(destination.domain(), destination.readyCount(), destination.busy());
    }
}
