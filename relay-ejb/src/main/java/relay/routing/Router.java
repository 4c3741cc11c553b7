package relay.routing;

import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.smtp.Reply;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

/** Chooses where mail for a domain goes: the simulator, the smarthost, an address literal, or its MX hosts. */
public final class Router {
    /** The domains whose mail stays inside the process. */
    public static final Set<String> SIMULATED = Set.of("simulator.test", "demo.test");

    private static final Pattern LITERAL = Pattern.compile(
            "(?i)\\[(?:((?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!\\])|(?=\\]))){4})|IPv6:([0-9A-F.:]*:[0-9A-F.:]*))\\]");

    private final MxResolver mxResolver;
    private final Optional<RemoteHost> smarthost;
    private final Supplier<Optional<InetSocketAddress>> simulator;
    private final int port;
    private final PermittedHosts permitted;
    private final RouteProtection protection;

    /**
     * A router.
     *
     * @param mxResolver finds MX hosts
     * @param smarthost where everything goes, or empty
     * @param simulator where the simulator listens, or empty before it does
     * @param port of address literals
     * @param permitted where the DNS and address literals may lead
     */
    public Router(
            MxResolver mxResolver,
            Optional<RemoteHost> smarthost,
            Supplier<Optional<InetSocketAddress>> simulator,
            int port,
            PermittedHosts permitted) {
        this(mxResolver, smarthost, simulator, port, permitted, RouteProtection.NONE);
    }

    /**
     * A router that looks what secures the way to MX hosts.
     *
     * @param protection asked after the MX hosts are known
     */
    public Router(
            MxResolver mxResolver,
            Optional<RemoteHost> smarthost,
            Supplier<Optional<InetSocketAddress>> simulator,
            int port,
            PermittedHosts permitted,
            RouteProtection protection) {
        this.mxResolver = mxResolver;
        this.smarthost = smarthost;
        this.simulator = simulator;
        this.port = port;
        this.permitted = permitted;
        this.protection = protection;
    }

    /** The route to a domain in lower case. */
    public CompletionStage<Route> route(String domain) {
        if (SIMULATED.contains(domain)) {
            return CompletableFuture.completedFuture(simulated());
        }
        if (smarthost.isPresent()) {
            return resolved(smarthost.get().name(), smarthost.get());
        }
        Matcher literal = LITERAL.matcher(domain);
        return literal.matches()
                ? CompletableFuture.completedFuture(permitted.of(
                        domain, literal(domain, literal.group(1) == null ? literal.group(2) : literal.group(1))))
                : toDomain(domain);
    }

    /** The route to a host that an operator names, {@code host:port}. */
    public CompletionStage<Route> to(String destination) {
        int colon = destination.lastIndexOf(':');
        String name = destination.substring(0, colon);
        InetSocketAddress address =
                InetSocketAddress.createUnresolved(name, Integer.parseInt(destination.substring(colon + 1)));
        return resolved(destination, new RemoteHost(name, address, TlsRequirement.OPPORTUNISTIC, null));
    }

    private CompletionStage<Route> toDomain(String domain) {
        try {
            String ascii = IDN.toASCII(domain);
            return mxResolver
                    .resolve(ascii)
                    .thenApply(found -> permitted.of(domain, found))
                    .thenCompose(route -> secured(ascii, route));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(
                    new Route.Refused(Reply.of(553, "5.1.2", domain + " is not a domain name")));
        }
    }

    private CompletionStage<Route> secured(String domain, Route route) {
        return route instanceof Route.Hosts hosts
                ? protection.protect(domain, hosts)
                : CompletableFuture.completedFuture(route);
    }

    private Route simulated() {
        return simulator
                .get()
                .<Route>map(address -> new Route.Hosts(
                        "simulator.test",
                        List.of(new RemoteHost("simulator.test", address, TlsRequirement.NONE, null))))
                .orElseGet(() -> new Route.Unavailable(Reply.of(451, "4.3.2", "The simulator is starting")));
    }

    private Route literal(String domain, String address) {
        try {
            return new Route.Hosts(
                    domain,
                    List.of(new RemoteHost(
                            domain,
                            new InetSocketAddress(InetAddress.getByName(address), port),
                            TlsRequirement.OPPORTUNISTIC,
                            null)));
        } catch (UnknownHostException e) {
            return new Route.Refused(Reply.of(553, "5.1.2", domain + " is not an address literal"));
        }
    }

    /** Looked up anew each time, by the system, which knows names that the DNS does not; away from the caller's thread. */
    private static CompletionStage<Route> resolved(String site, RemoteHost host) {
        if (!host.address().isUnresolved()) {
            return CompletableFuture.completedFuture(new Route.Hosts(site, List.of(host)));
        }
        return CompletableFuture.supplyAsync(() -> {
            try {
                List<RemoteHost> hosts = Arrays.stream(
                                InetAddress.getAllByName(host.address().getHostString()))
                        .map(address -> new RemoteHost(
                                host.name(),
                                new InetSocketAddress(address, host.address().getPort()),
                                host.tls(),
                                host.login()))
                        .toList();
                return new Route.Hosts(site, hosts);
            } catch (UnknownHostException e) {
                return new Route.Unavailable(Reply.of(451, "4.4.3", "The host " + host.name() + " is not known"));
            }
        });
    }
}
