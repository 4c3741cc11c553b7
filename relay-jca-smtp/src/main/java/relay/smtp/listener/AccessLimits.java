package relay.smtp.listener;

import java.time.Duration;
import relay.smtp.server.AdmissionMemory;
import relay.smtp.server.LoginThrottle;

/**
 * What peers may do across sessions.
 *
 * @param connections open connections in all
 * @param connectionsPerPeer open connections of one address
 * @param freeLoginFailures failed authentications in a row that cost a peer no waiting
 * @param firstLoginWait the wait after one more, doubled by each further one
 * @param longestLoginWait the longest wait
 * @param admissionMemory how long the answer is kept whether an address is a credential
 */
public record AccessLimits(
        int connections,
        int connectionsPerPeer,
        int freeLoginFailures,
        Duration firstLoginWait,
        Duration longestLoginWait,
        Duration admissionMemory) {
    public static final int DEFAULT_CONNECTIONS = 4000;
    public static final int DEFAULT_CONNECTIONS_PER_PEER = 1000;

    public AccessLimits {
        atLeast(1, connections, "connections");
        atLeast(1, connectionsPerPeer, "connectionsPerPeer");
        atLeast(0, freeLoginFailures, "freeLoginFailures");
    }

    /** The defaults. */
    public static AccessLimits ofDefaults() {
        return new AccessLimits(
                DEFAULT_CONNECTIONS,
                DEFAULT_CONNECTIONS_PER_PEER,
                LoginThrottle.DEFAULT_FREE_FAILURES,
                LoginThrottle.DEFAULT_FIRST_WAIT,
                LoginThrottle.DEFAULT_LONGEST_WAIT,
                AdmissionMemory.DEFAULT_MEMORY);
    }

    private static void atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least " + least);
        }
    }
}
