package relay.delivery;

/**
 * How many connections a site stands: grows with success, one for each until the first failure and then one for each
 * round, and is halved by a failure, at most once for each round. Apart from that, a site that nobody reaches is dead,
 * which {@link SiteHealth} knows.
 */
final class ConcurrencyWindow {
    static final int INITIAL = 5;

    private double size = INITIAL;
    private double threshold = Double.MAX_VALUE;
    private int sinceShrunk = INITIAL;

    /** Connections that may be open now, within this limit. */
    int size(int limit) {
        return (int) Math.max(1, Math.min(size, limit));
    }

    void succeeded(int limit) {
        sinceShrunk++;
        if (size < limit) {
            size += size < threshold ? 1 : 1 / size;
        }
    }

    /** The site refused a session or lost it. */
    void failed(int limit) {
        if (sinceShrunk >= size) {
            size = Math.max(1, Math.min(size, limit) / 2);
            threshold = size;
            sinceShrunk = 0;
        }
    }
}
