package relay.micro;

import relay.configuration.Configuration;
import relay.configuration.Settings;

/** Where the web listener can be reached from this machine. */
final class WebAddress {
    private WebAddress() {}

    static String of(Configuration configuration) {
        return reachable(configuration.get(Settings.BIND)) + ":" + configuration.get(Settings.HTTP_PORT);
    }

    /** A wildcard address is reached by loopback. */
    static String reachable(String bind) {
        if (bind.equals("0.0.0.0")) {
            return "127.0.0.1";
        }
        if (bind.equals("::")) {
            return "[::1]";
        }
        return bind.contains(":") ? "[" + bind + "]" : bind;
    }
}
