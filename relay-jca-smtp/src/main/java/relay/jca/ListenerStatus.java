package relay.jca;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import relay.smtp.ListenerRole;

/**
 * Which listeners are up, for health checks and for whoever connects to an ephemeral port. Static on purpose: a
 * container gives the application no reference to a resource adapter, but both see this class. Thread-safe.
 */
public final class ListenerStatus {
    private static final Map<ListenerRole, InetSocketAddress> BOUND = new ConcurrentHashMap<>();
    private static final Set<IntSupplier> CONNECTIONS = ConcurrentHashMap.newKeySet();

    private ListenerStatus() {}

    /** The bound address of each role that is served now. */
    public static Map<ListenerRole, InetSocketAddress> bound() {
        return Map.copyOf(BOUND);
    }

    /** Open inbound connections of all roles. */
    public static int connections() {
        return CONNECTIONS.stream().mapToInt(IntSupplier::getAsInt).sum();
    }

    static void up(Map<ListenerRole, InetSocketAddress> addresses, IntSupplier connections) {
        BOUND.putAll(addresses);
        CONNECTIONS.add(connections);
    }

    /** Only what is still ours: another activation may have taken a role over. */
    static void down(Map<ListenerRole, InetSocketAddress> addresses, IntSupplier connections) {
        addresses.forEach(BOUND::remove);
        CONNECTIONS.remove(connections);
    }
}
