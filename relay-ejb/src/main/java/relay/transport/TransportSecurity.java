package relay.transport;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import relay.dane.DaneFinder;
import relay.dane.DaneFinding;
import relay.dane.HostDane;
import relay.mtasts.StsFinding;
import relay.mtasts.StsPolicies;
import relay.routing.Protection;
import relay.routing.Route;
import relay.routing.RouteProtection;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsFault;
import relay.tlsrpt.Subscribers;

/** Asks DANE and MTA-STS at the same time what they say of a domain's hosts, and has it decided. */
public final class TransportSecurity implements RouteProtection {
    private final Optional<DaneFinder> dane;
    private final Optional<StsPolicies> sts;
    private final Optional<Subscribers> subscribers;

    /** Empty is what the settings turned off. */
    public TransportSecurity(Optional<DaneFinder> dane, Optional<StsPolicies> sts, Optional<Subscribers> subscribers) {
        this.dane = dane;
        this.sts = sts;
        this.subscribers = subscribers;
    }

    @Override
    public CompletionStage<Route> protect(String domain, Route.Hosts hosts) {
        String name = domain.toLowerCase(Locale.ROOT);
        Set<String> names = hosts.hosts().stream()
                .map(host -> host.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        CompletionStage<DaneFinding> daneSays = dane.map(finder -> finder.of(name, names))
                .orElseGet(() -> CompletableFuture.completedFuture(DaneFinding.NONE));
        CompletionStage<StsFinding> stsSays = sts.map(policies -> policies.of(name))
                .orElseGet(() -> CompletableFuture.completedFuture(StsFinding.NONE));
        CompletionStage<Boolean> looked =
                subscribers.map(found -> found.look(name)).orElseGet(() -> CompletableFuture.completedFuture(false));
        return daneSays.thenCombine(stsSays, (dane, sts) -> {
                    Route route = Verdict.of(name, hosts, dane, sts);
                    return new Found(name, hosts, dane, route);
                })
                .thenCombine(looked, (found, wantsReports) -> {
                    if (wantsReports) {
                        subscribers.ifPresent(found::tell);
                    }
                    return found.route();
                });
    }

    private record Found(String domain, Route.Hosts before, DaneFinding dane, Route route) {
        /** The policy that sessions are counted under from now on, and the hosts to which there will be none. */
        void tell(Subscribers subscribers) {
            policy().ifPresent(policy -> subscribers.found(domain, policy));
            if (dane.bogus() != null) {
                subscribers.countNoHost(domain, TlsFault.DNSSEC_INVALID);
                return;
            }
            Set<String> names = new HashSet<>(usable());
            for (RemoteHost host : before.hosts()) {
                if (names.add(host.name())) {
                    subscribers.countLeftOut(domain, host, fault(host));
                }
            }
        }

        private Optional<Protection.Policy> policy() {
            Route.Hosts hosts = route instanceof Route.Unavailable none ? none.regardless() : (Route.Hosts) route;
            return Optional.ofNullable(hosts).map(found -> found.protection().policy());
        }

        private List<String> usable() {
            return route instanceof Route.Hosts left
                    ? left.hosts().stream().map(RemoteHost::name).toList()
                    : List.of();
        }

        private TlsFault fault(RemoteHost host) {
            return dane.hosts().get(host.name().toLowerCase(Locale.ROOT)) instanceof HostDane.Bogus
                    ? TlsFault.DNSSEC_INVALID
                    : TlsFault.VALIDATION_FAILURE;
        }
    }
}
