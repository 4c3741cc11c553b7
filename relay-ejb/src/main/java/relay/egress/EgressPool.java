package relay.egress;

import java.util.List;

/**
 * Sources that share mail out among them. Mail never leaves from a source of another pool.
 *
 * @param name by which operators and messages call it
 * @param shares at least one
 */
public record EgressPool(String name, List<Share> shares) {
    /** The pool of all mail that no other one is named for. */
    public static final String DEFAULT_NAME = "default";

    public EgressPool {
        shares = List.copyOf(shares);
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("pool " + name + " has no source");
        }
    }

    static EgressPool ofDefaults(EgressSource source) {
        return new EgressPool(DEFAULT_NAME, List.of(new Share(source, 1)));
    }

    /** Whether a source belongs to it. */
    public boolean has(EgressSource source) {
        return shares.stream().anyMatch(share -> share.source().equals(source));
    }

    /**
     * A source with its share.
     *
     * @param source which
     * @param weight how many turns it has where another one has one, 1 or more
     */
    public record Share(EgressSource source, int weight) {}
}
