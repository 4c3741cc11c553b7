package relay.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.database.DatabaseFault;

/**
 * Takes deliveries up, and gives one up that fails by itself {@value #TRIES} times in a row: it waits for an operator, who
 * sees why. While the database is away nothing is held against any delivery.
 *
 * <p>Counted in memory: after a restart, or once an operator lets it go, a delivery has all its tries again.
 */
public final class BoundedTakeUp implements Function<Delivery, Prepared> {
    /** How often a delivery is taken up while the database answers. */
    static final int TRIES = 5;

    private static final Logger LOG = Logger.getLogger(BoundedTakeUp.class.getName());
    private static final int MOST_COUNTED = 100_000;
    private static final int DEEPEST = 20;

    private final Function<Delivery, Prepared> takeUp;
    private final BooleanSupplier databaseAnswers;
    private final Cache<String, Integer> failures =
            Caffeine.newBuilder().maximumSize(MOST_COUNTED).build();

    /**
     * A take-up with a bound.
     *
     * @param takeUp prepares a delivery, or throws
     * @param databaseAnswers whether the database can be used now
     */
    public BoundedTakeUp(Function<Delivery, Prepared> takeUp, BooleanSupplier databaseAnswers) {
        this.takeUp = takeUp;
        this.databaseAnswers = databaseAnswers;
    }

    /** Prepares a delivery; throws what the take-up threw while it makes sense to try again. */
    @Override
    public Prepared apply(Delivery delivery) {
        Prepared prepared;
        try {
            prepared = takeUp.apply(delivery);
        } catch (RuntimeException fault) {
            if (!isHopeless(delivery, fault)) {
                throw fault;
            }
            prepared = hold(delivery, fault);
        }
        failures.invalidate(delivery.key());
        return prepared;
    }

    private boolean isHopeless(Delivery delivery, RuntimeException fault) {
        return !DatabaseFault.isAbsence(fault)
                && databaseAnswers.getAsBoolean()
                && failures.asMap().merge(delivery.key(), 1, Integer::sum) >= TRIES;
    }

    private static Prepared hold(Delivery delivery, RuntimeException fault) {
        String queueId = delivery.message().queueId();
        LOG.log(Level.WARNING, "event=take-up-given-up queueId=" + queueId, fault);
        return new Prepared.Hold("The relay failed " + TRIES + " times to prepare it: " + root(fault));
    }

    /** Containers wrap what happened. */
    private static Throwable root(Throwable fault) {
        Throwable root = fault;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
