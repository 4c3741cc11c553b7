package relay.jca;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import relay.smtp.ListenerRole;

/**
 * Which listeners are up, for health checks and for whoever connects to an ephemeral port. Static on purpose: a
 * container gives the application no reference to a resource adapter, but both see this class. Thread-safe.
 */
public final class ListenerStatus {
    private static final Map<ListenerRole, InetSocketAddress> BOUND = new ConcurrentHashMap<>();

    private ListenerStatus() {}

    /** The bound address of each role that is served now. */
    public static Map<ListenerRole, InetSocketAddress> bound() {
        return Map.copyOf(BOUND);
    }

    static void up(Map<ListenerRole, InetSocketAddress> addresses) {
        BOUND.putAll(addresses);
    }

    /** Only what is still ours: another activation may have taken a role over. */
    static void down(Map<ListenerRole, InetSocketAddress> addresses) {
        addresses.forEach(BOUND::remove);
    }
}
