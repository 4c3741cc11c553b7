package relay.routing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds out what secures the way to a domain's MX hosts, and leaves those out that must not be used. */
@FunctionalInterface
public interface RouteProtection {
    /** Asks nobody: encryption where it is offered. */
    RouteProtection NONE = (domain, hosts) -> CompletableFuture.completedFuture(hosts);

    /**
     * The route as it may be taken; {@link Route.Unavailable} when no host is left. Never fails, never blocks.
     *
     * @param domain in its ASCII form
     * @param hosts as the DNS names them
     */
    CompletionStage<Route> protect(String domain, Route.Hosts hosts);
}
