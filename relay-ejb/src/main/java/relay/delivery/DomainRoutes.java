package relay.delivery;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import relay.routing.Route;
import relay.routing.Router;
import relay.shaping.Shaping;
import relay.shaping.ShapingRules;
import relay.smtp.Reply;
import relay.smtp.TlsWish;

/**
 * Which site takes the mail of a domain: asked of the DNS when it is first needed and again when the answer is old. Mail
 * waits here meanwhile. On the engine's thread.
 */
final class DomainRoutes {
    private static final int MOST_LOOKUPS = 200;

    private final EngineSettings settings;
    private final Loop loop;
    private final Router router;
    private ShapingRules shaping;
    private final ToIntFunction<String> weights;
    private final Courier courier;
    private final BiConsumer<Delivery, Long> parked;
    private Directions directions = Directions.none();

    private final Map<String, DomainRoute> domains = new HashMap<>();
    private final Map<String, SiteQueue> sites = new HashMap<>();
    private final Queue<DomainRoute> toLookUp = new ArrayDeque<>();
    private int lookups;

    DomainRoutes(
            EngineSettings settings,
            Loop loop,
            Router router,
            ShapingRules shaping,
            ToIntFunction<String> weights,
            Courier courier,
            BiConsumer<Delivery, Long> parked) {
        this.parked = parked;
        this.settings = settings;
        this.loop = loop;
        this.router = router;
        this.shaping = shaping;
        this.weights = weights;
        this.courier = courier;
    }

    Collection<SiteQueue> sites() {
        return sites.values();
    }

    /** The site of a domain as far as it is known, or null. */
    SiteQueue siteOf(String domain) {
        DomainRoute known = domains.get(domain);
        return known == null ? null : known.site;
    }

    /** Puts a delivery where it can start. */
    void add(Delivery delivery) {
        DomainRoute domain = domains.computeIfAbsent(delivery.domain(), DomainRoute::new);
        if (domain.site != null && loop.now() < domain.until) {
            addWished(delivery, domain);
        } else {
            domain.waiting.add(delivery);
            lookUp(domain);
        }
    }

    /** A sender's wish for TLS takes it to a site of its own. */
    private void addWished(Delivery delivery, DomainRoute domain) {
        TlsWish wish = delivery.message().tlsWish();
        if (wish == null) {
            addAndServe(delivery, domain.site);
        } else if (wish == TlsWish.OVERLOOKED) {
            addAndServe(delivery, site(domain.name, WishedRoute.overlooking(domain.route)));
        } else {
            WishedRoute.requiring(domain.route)
                    .ifPresentOrElse(
                            wished -> addAndServe(delivery, site(domain.name, wished)),
                            () -> courier.fail(delivery, WishedRoute.unprotected(domain.name)));
        }
    }

    private void addAndServe(Delivery delivery, SiteQueue site) {
        add(delivery, site);
        courier.serve(site);
    }

    /** Operators may want it to wait, or to go elsewhere. */
    private void add(Delivery delivery, SiteQueue site) {
        long now = loop.now();
        Optional<Long> stopUntil = directions.stopUntil(delivery, site.name(), now);
        if (stopUntil.isPresent()) {
            parked.accept(delivery, stopUntil.get());
            return;
        }
        Optional<String> destination = directions.destination(delivery, site.name(), now);
        if (destination.isEmpty()) {
            site.add(delivery);
        } else {
            reroute(delivery, destination.get());
        }
    }

    private void reroute(Delivery delivery, String destination) {
        loop.then(router.to(destination), (route, failure) -> {
            if (failure == null && route instanceof Route.Hosts hosts) {
                rerouted(delivery, destination, hosts);
            } else {
                courier.fail(delivery, Reply.of(451, "4.4.3", "There is no way to " + destination));
            }
        });
    }

    private void rerouted(Delivery delivery, String destination, Route.Hosts hosts) {
        Optional<Route.Hosts> route =
                delivery.message().tlsWish() == TlsWish.REQUIRED ? WishedRoute.requiring(hosts) : Optional.of(hosts);
        if (route.isEmpty()) {
            courier.fail(delivery, WishedRoute.unprotected(destination));
            return;
        }
        SiteQueue site = site(destination, route.get());
        site.add(delivery);
        courier.serve(site);
    }

    /** Heeds what operators want, also of mail that is ready. */
    void heed(Directions wanted) {
        directions = wanted;
        for (SiteQueue site : List.copyOf(sites.values())) {
            courier.handBackLoaded(
                    site,
                    delivery ->
                            wanted.stopUntil(delivery, site.name(), loop.now()).isPresent());
            site.drainReady().forEach(delivery -> add(delivery, site));
            courier.serve(site);
        }
    }

    /** Tries sites again that rest. */
    void revive(BiPredicate<String, String> which) {
        for (DomainRoute domain : domains.values()) {
            if (domain.site != null && which.test(domain.site.name(), domain.name)) {
                domain.site.revive();
            }
        }
    }

    List<SiteState> states() {
        long now = loop.now();
        return sites.values().stream().map(site -> site.state(now)).toList();
    }

    Map<String, String> siteOfDomain() {
        Map<String, String> names = new HashMap<>();
        domains.values().stream()
                .filter(domain -> domain.site != null)
                .forEach(domain -> names.put(domain.name, domain.site.name()));
        return names;
    }

    /** Closes what is idle and forgets what is not needed. */
    void tidy() {
        long now = loop.now();
        sites.values().forEach(site -> site.closeIdle(now));
        domains.values().removeIf(domain -> domain.isUnused(now));
        Set<SiteQueue> known = new HashSet<>();
        domains.values().forEach(domain -> known.add(domain.site));
        sites.values().removeIf(site -> !known.contains(site) && site.isUnused(now));
    }

    /** Applies changed rules to sites that are known already. */
    void reshape(ShapingRules changed) {
        shaping = changed;
        for (DomainRoute domain : domains.values()) {
            if (domain.site != null) {
                Shaping pace = shaping.of(domain.name, domain.site.route());
                if (pace.tls() == domain.site.shaping().tls()) {
                    domain.site.renew(domain.site.route(), pace);
                } else {
                    domain.until = 0;
                }
            }
        }
        leaveSitesWithOldDemands();
    }

    /** Mail that is ready goes where its domain belongs now. */
    private void leaveSitesWithOldDemands() {
        for (DomainRoute domain : List.copyOf(domains.values())) {
            if (domain.site != null && domain.until == 0) {
                domain.site.drainReady().forEach(this::add);
            }
        }
    }

    private void lookUp(DomainRoute domain) {
        if (domain.isLookedUp) {
            return;
        }
        domain.isLookedUp = true;
        if (lookups >= MOST_LOOKUPS) {
            toLookUp.add(domain);
        } else {
            ask(domain);
        }
    }

    private void ask(DomainRoute domain) {
        lookups++;
        loop.then(router.route(domain.name), (route, failure) -> {
            lookups--;
            domain.isLookedUp = false;
            found(
                    domain,
                    failure == null
                            ? route
                            : new Route.Unavailable(Reply.of(451, "4.4.3", "Routing failed: " + failure.getMessage())));
            DomainRoute next = toLookUp.poll();
            if (next != null) {
                ask(next);
            }
        });
    }

    private void found(DomainRoute domain, Route route) {
        if (route instanceof Route.Hosts hosts) {
            domain.route = hosts;
            domain.site = site(domain.name, hosts);
            domain.until = loop.now() + settings.routeTime().toMillis();
            domain.waiting.forEach(delivery -> addWished(delivery, domain));
            domain.waiting.clear();
            return;
        }
        domain.site = null;
        Reply reply = route instanceof Route.Refused refused ? refused.reply() : ((Route.Unavailable) route).reply();
        Route.Hosts regardless = route instanceof Route.Unavailable unavailable ? unavailable.regardless() : null;
        for (Delivery delivery : domain.waiting) {
            if (regardless != null && delivery.message().tlsWish() == TlsWish.OVERLOOKED) {
                addAndServe(delivery, site(domain.name, regardless));
            } else {
                courier.fail(delivery, reply);
            }
        }
        domain.waiting.clear();
    }

    private SiteQueue site(String domain, Route.Hosts hosts) {
        String name = shaping.site(hosts);
        Shaping pace = shaping.of(domain, hosts);
        // a connection serves those domains only of which the same is asked
        String key = name + '\n' + pace.tls() + '\n' + hosts.protection().key();
        SiteQueue known = sites.get(key);
        if (known == null) {
            SiteQueue fresh = new SiteQueue(name, hosts, pace, weights);
            sites.put(key, fresh);
            return fresh;
        }
        known.renew(hosts, pace);
        return known;
    }

    /** A domain with what waits for its route. */
    private static final class DomainRoute {
        private final String name;
        private final Queue<Delivery> waiting = new ArrayDeque<>();
        private Route.Hosts route;
        private SiteQueue site;
        private long until;
        private boolean isLookedUp;

        DomainRoute(String name) {
            this.name = name;
        }

        boolean isUnused(long now) {
            return waiting.isEmpty() && !isLookedUp && now >= until;
        }
    }
}
