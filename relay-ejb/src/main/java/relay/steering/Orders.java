package relay.steering;

import java.util.List;
import java.util.Optional;
import relay.delivery.Delivery;
import relay.delivery.Directions;

/**
 * The actions in force, as the delivery engine asks for them. Immutable.
 *
 * @param actions the oldest first
 */
public record Orders(List<QueueAction> actions) implements Directions {
    private static final long LOOK_AGAIN_MILLIS = 60_000;

    public Orders {
        actions = List.copyOf(actions);
    }

    /** None. */
    public static Orders none() {
        return new Orders(List.of());
    }

    @Override
    public Optional<Long> stopUntil(Delivery delivery, String site, long now) {
        return first(delivery, site, now, true)
                .map(action -> action.expires() == null
                        ? now + LOOK_AGAIN_MILLIS
                        : Math.min(action.expires(), now + LOOK_AGAIN_MILLIS));
    }

    @Override
    public Optional<String> destination(Delivery delivery, String site, long now) {
        return first(delivery, site, now, false).map(QueueAction::to);
    }

    private Optional<QueueAction> first(Delivery delivery, String site, long now, boolean stops) {
        for (QueueAction action : actions) {
            if ((stops ? action.kind().stops() : action.kind() == QueueAction.Kind.REROUTE)
                    && action.isInForce(now)
                    && isMeant(action.match(), delivery, site)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    private static boolean isMeant(Match match, Delivery delivery, String site) {
        return match.matches(delivery.message().tenantId(), delivery.message().campaign(), delivery.domain(), site);
    }

    @Override
    public boolean isEmpty() {
        return actions.isEmpty();
    }
}
