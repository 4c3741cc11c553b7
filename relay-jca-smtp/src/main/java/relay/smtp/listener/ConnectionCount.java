package relay.smtp.listener;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts open connections, in all and of each peer. Thread-safe. */
final class ConnectionCount {
    private final AccessLimits limits;
    private final Map<InetAddress, Integer> perPeer = new HashMap<>();
    private int inAll;

    ConnectionCount(AccessLimits limits) {
        this.limits = limits;
    }

    /** Counts one more connection of this peer, unless that is one too many. */
    synchronized boolean tryEnter(InetAddress peer) {
        if (inAll >= limits.connections() || perPeer.getOrDefault(peer, 0) >= limits.connectionsPerPeer()) {
            return false;
        }
        inAll++;
        perPeer.merge(peer, 1, Integer::sum);
        return true;
    }

    synchronized void leave(InetAddress peer) {
        inAll--;
        perPeer.computeIfPresent(peer, (p, count) -> count > 1 ? count - 1 : null);
    }

    synchronized int inAll() {
        return inAll;
    }
}
