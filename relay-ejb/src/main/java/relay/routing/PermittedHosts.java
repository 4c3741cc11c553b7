package relay.routing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import relay.configuration.Configuration;
import relay.configuration.Network;
import relay.configuration.Settings;
import relay.smtp.Reply;
import relay.smtp.client.RemoteHost;

/**
 * Which addresses the DNS, or an address literal, may send us to. Whoever owns a domain says where its mail goes; without
 * this the relay could be sent to services of its own machine and network, or to itself.
 *
 * <p>Public addresses are permitted, private and other special ones (RFC 6890) only where the settings name their
 * network. The smarthost and the simulator are not asked about: the operator has chosen them.
 */
public final class PermittedHosts {
    private static final int PUBLIC_MX_PORT = 25;
    private static final Network LOOPBACK = Network.parse("127.0.0.0/8");
    private static final Network LOOPBACK_IPV6 = Network.parse("::1");
    private static final Network TRANSLATED = Network.parse("64:ff9b::/96");
    private static final int IPV4_BYTES = 4;

    /** Beside what {@link InetAddress} knows: this network, shared and reserved addresses, unique local ones. */
    private static final List<Network> SPECIAL = List.of(
            Network.parse("0.0.0.0/8"),
            Network.parse("100.64.0.0/10"),
            Network.parse("192.0.0.0/24"),
            Network.parse("198.18.0.0/15"),
            Network.parse("240.0.0.0/4"),
            Network.parse("fc00::/7"),
            Network.parse("::/96"));

    private final List<Network> permitted;
    private final Predicate<InetSocketAddress> ourselves;

    /**
     * The rule.
     *
     * @param permitted networks of special addresses that mail may go to
     * @param ourselves whether one of our own listeners has this address
     */
    public PermittedHosts(List<Network> permitted, Predicate<InetSocketAddress> ourselves) {
        this.permitted = List.copyOf(permitted);
        this.ourselves = ourselves;
    }

    /**
     * The networks that the settings permit: those of {@link Settings#PRIVATE_DESTINATIONS}, and the machine's own
     * loopback addresses when the relay is set up for tests, with a test DNS there or MX hosts at another port.
     */
    public static List<Network> networks(Configuration configuration) {
        List<Network> named = configuration.find(Settings.PRIVATE_DESTINATIONS).orElse(List.of());
        return isForTests(configuration)
                ? java.util.stream.Stream.concat(named.stream(), List.of(LOOPBACK, LOOPBACK_IPV6).stream())
                        .toList()
                : named;
    }

    private static boolean isForTests(Configuration configuration) {
        return configuration.get(Settings.MX_PORT) != PUBLIC_MX_PORT
                || configuration.find(Settings.DNS).orElse(List.of()).stream()
                        .anyMatch(server -> isLoopback(server.getHostString()));
    }

    private static boolean isLoopback(String host) {
        try {
            Network address = Network.parse(host);
            return LOOPBACK.overlaps(address) || LOOPBACK_IPV6.overlaps(address);
        } catch (IllegalArgumentException name) {
            return host.equalsIgnoreCase("localhost");
        }
    }

    /** The route without the hosts that are not permitted; a refusal that says why when none is left. */
    Route of(String domain, Route route) {
        if (!(route instanceof Route.Hosts hosts)) {
            return route;
        }
        List<RemoteHost> left =
                hosts.hosts().stream().filter(host -> fault(host) == null).toList();
        if (left.isEmpty()) {
            RemoteHost first = hosts.hosts().get(0);
            return new Route.Refused(Reply.of(
                    550,
                    "5.4.6",
                    "This relay does not deliver to any mail host of " + domain + ": "
                            + first.address().getAddress().getHostAddress() + " is " + fault(first)));
        }
        return left.size() == hosts.hosts().size() ? route : new Route.Hosts(hosts.site(), left, hosts.protection());
    }

    /** Whether a server of somebody else's choice may be spoken to, as an MTA-STS policy host. */
    public boolean permits(InetSocketAddress server) {
        return fault(server) == null;
    }

    private String fault(RemoteHost host) {
        return fault(host.address());
    }

    /** What is wrong with the address, in words, or null. */
    private String fault(InetSocketAddress server) {
        InetAddress address = translated(server.getAddress());
        if (ourselves.test(new InetSocketAddress(address, server.getPort()))) {
            return "this relay itself";
        }
        String kind = kind(address);
        return kind != null && permitted.stream().noneMatch(network -> network.contains(address)) ? kind : null;
    }

    private static String kind(InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return "an address of this machine";
        }
        if (address.isMulticastAddress()) {
            return "a multicast address";
        }
        if (address.isLinkLocalAddress() || address.isSiteLocalAddress()) {
            return "a private address";
        }
        return SPECIAL.stream().anyMatch(network -> network.contains(address)) ? "a private or reserved address" : null;
    }

    /** NAT64 (RFC 6052) leads to the IPv4 address within. */
    private static InetAddress translated(InetAddress address) {
        if (!(address instanceof Inet6Address) || !TRANSLATED.contains(address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
