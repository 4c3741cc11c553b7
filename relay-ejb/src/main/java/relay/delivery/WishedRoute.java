package relay.delivery;

import java.util.List;
import java.util.Optional;
import relay.routing.Protection;
import relay.routing.Route;
import relay.smtp.Reply;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

/** The route of a message whose sender wishes something of TLS (RFC 8689). */
final class WishedRoute {
    private WishedRoute() {}

    /**
     * For mail that requires TLS: hosts whose names are beyond doubt, each with a certificate that is valid for its name or
     * vouched for by DANE, and with a promise to pass the requirement on (section 4.2.1). Empty where there is none.
     */
    static Optional<Route.Hosts> requiring(Route.Hosts route) {
        Protection protection = route.protection();
        // what no domain named, the operator did
        if (!protection.secureNames() && !protection.domain().isEmpty()) {
            return Optional.empty();
        }
        List<RemoteHost> hosts = route.hosts().stream()
                .filter(host -> host.tls() != TlsRequirement.NONE)
                .map(WishedRoute::authenticated)
                .toList();
        return hosts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Route.Hosts(route.site(), hosts, protection.keptApart("requiring")));
    }

    private static RemoteHost authenticated(RemoteHost host) {
        return switch (host.tls()) {
            case DANE, VERIFIED, IMPLICIT -> host.forMailThatRequiresTls();
            case NONE, OPPORTUNISTIC, ENCRYPTED ->
                host.with(TlsRequirement.VERIFIED).forMailThatRequiresTls();
        };
    }

    /** Why mail that requires TLS cannot go to a domain at all. */
    static Reply unprotected(String domain) {
        return Reply.of(
                550,
                "5.7.30",
                "REQUIRETLS needed: neither DNSSEC nor MTA-STS secures the names of the mail hosts of " + domain
                        + " (RFC 8689)");
    }

    /** For mail that would rather go without TLS than not at all: the hosts as the DNS names them (section 4.1). */
    static Route.Hosts overlooking(Route.Hosts route) {
        List<RemoteHost> hosts = route.protection().regardless();
        return hosts.isEmpty()
                ? route
                : new Route.Hosts(route.site(), hosts, route.protection().keptApart("overlooking"));
    }
}
