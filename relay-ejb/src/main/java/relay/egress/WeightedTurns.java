package relay.egress;

import java.util.function.Predicate;

/**
 * Gives the sources of a pool their turns by weight, spread as evenly as can be: of the weights 2 and 1 the turns are a,
 * b, a. Those who cannot take theirs leave it to the others.
 */
public final class WeightedTurns {
    private final EgressPool pool;
    private final long[] credits;

    public WeightedTurns(EgressPool pool) {
        this.pool = pool;
        credits = new long[pool.shares().size()];
    }

    /** Whose turns they are. */
    public EgressPool pool() {
        return pool;
    }

    /** The source whose turn it is among those that can take it, or null when none can. */
    public EgressSource next(Predicate<EgressSource> usable) {
        int next = -1;
        long total = 0;
        for (int i = 0; i < credits.length; i++) {
            EgressPool.Share share = pool.shares().get(i);
            if (usable.test(share.source())) {
                credits[i] += share.weight();
                total += share.weight();
                next = next < 0 || credits[i] > credits[next] ? i : next;
            }
        }
        if (next < 0) {
            return null;
        }
        credits[next] -= total;
        return pool.shares().get(next).source();
    }
}
