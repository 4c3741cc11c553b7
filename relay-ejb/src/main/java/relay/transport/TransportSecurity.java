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

/** Asks DANE and MTA-STS at the same time what they say of a domain's hosts, and has it decided. */
public final class TransportSecurity implements RouteProtection {
    private final Optional<DaneFinder> dane;
    private final Optional<StsPolicies> sts;

    /** Empty is what the settings turned off. */
    public TransportSecurity(Optional<DaneFinder> dane, Optional<StsPolicies> sts) {
        this.dane = dane;
        this.sts = sts;
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
        return daneSays.thenCombine(stsSays, (dane, sts) -> Verdict.of(name, hosts, dane, sts));
    }
}
