package relay.configuration;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as operators write them: {@code host:25}, {@code 192.0.2.1:53}, {@code [2001:db8::1]:53}. */
final class HostAndPort {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+)):(\\d{1,5})");
    private static final int LARGEST_PORT = 65_535;

    private HostAndPort() {}

    /** The address, not looked up. */
    static InetSocketAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException(text);
        }
        return InetSocketAddress.createUnresolved(matcher.group(1) == null ? matcher.group(2) : matcher.group(1), port);
    }
}
