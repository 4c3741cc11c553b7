package relay.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine's own name. */
final class Hostname {
    private Hostname() {}

    static String ofMachine() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
