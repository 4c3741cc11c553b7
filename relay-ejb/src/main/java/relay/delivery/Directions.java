package relay.delivery;

import java.util.Optional;

/** What operators want of deliveries that are about to start. */
public interface Directions {
    /** Until when a delivery must not start, milliseconds since 1970; empty when it may. */
    Optional<Long> stopUntil(Delivery delivery, String site, long now);

    /** Where a delivery goes instead of its domain's hosts, {@code host:port}. */
    Optional<String> destination(Delivery delivery, String site, long now);

    /** Whether there is nothing to heed. */
    boolean isEmpty();

    /** Everything takes its course. */
    static Directions none() {
        return new Directions() {
            @Override
            public Optional<Long> stopUntil(Delivery delivery, String site, long now) {
                return Optional.empty();
            }

            @Override
            public Optional<String> destination(Delivery delivery, String site, long now) {
                return Optional.empty();
            }

            @Override
            public boolean isEmpty() {
                return true;
            }
        };
    }
}
