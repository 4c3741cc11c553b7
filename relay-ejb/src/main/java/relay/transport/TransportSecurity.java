package relay.transport;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import relay.dane.DaneFinder;
import relay.dane.DaneFinding;
import relay.mtasts.StsFinding;
import relay.mtasts.StsPolicies;
import relay.routing.Route;
import relay.routing.RouteProtection;
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
        return daneSays.thenCombine(stsSays, (dane, sts) -> Verdict.of(name, hosts, dane, sts))
                .thenCombine(looked, (route, wantsReports) -> {
                    subscribers.ifPresent(all -> tell(all, name, route));
                    return route;
                });
    }

    private static void tell(Subscribers subscribers, String domain, Route route) {
        if (route instanceof Route.Hosts found) {
            subscribers.found(domain, found.protection().policy());
        } else if (route instanceof Route.Unavailable unavailable) {
            subscribers.countNoHost(domain, Verdict.fault(unavailable));
        }
    }
}
