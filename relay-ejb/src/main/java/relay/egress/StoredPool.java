package relay.egress;

import java.util.List;

/**
 * A pool as operators set it up.
 *
 * @param name unique
 * @param sources at least one
 * @param mail whose mail it is for, besides what has no other pool where it is the default
 * @param createdAt milliseconds since 1970
 */
public record StoredPool(String name, List<Weighted> sources, List<Use> mail, long createdAt) {
    public StoredPool {
        sources = List.copyOf(sources);
        mail = List.copyOf(mail);
    }

    /**
     * A source with its share.
     *
     * @param source its name
     * @param weight how many turns it has where another one has one; 1 when null
     */
    public record Weighted(String source, Integer weight) {}

    /**
     * Some mail. What is null is any; one of them is not.
     *
     * @param tenant id
     * @param stream transactional or broadcast
     */
    public record Use(String tenant, String stream) {
        /** Its key among all pools. */
        String key() {
            return (tenant == null ? "*" : tenant) + "/" + (stream == null ? "*" : stream);
        }

        @Override
        public String toString() {
            return key();
        }
    }
}
