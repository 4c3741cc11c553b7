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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import relay.routing.Route;
import relay.routing.Router;
import relay.shaping.ShapingRules;
import relay.smtp.Reply;

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
    /** For other threads: the sites of domains whose routes are known. */
    private final Map<String, SiteQueue> known = new ConcurrentHashMap<>();

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

    /** Whether mail to a domain is likely to be delivered at once. From any thread. */
    boolean isPrompt(String domain) {
        SiteQueue site = known.get(domain);
        return site != null && site.isPrompt();
    }

    /** Puts a delivery where it can start. */
    void add(Delivery delivery) {
        DomainRoute domain = domains.computeIfAbsent(delivery.domain(), DomainRoute::new);
        if (domain.site != null && loop.now() < domain.until) {
            add(delivery, domain.site);
            courier.serve(domain.site);
        } else {
            domain.waiting.add(delivery);
            lookUp(domain);
        }
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
                SiteQueue site = site(destination, hosts);
                site.add(delivery);
                courier.serve(site);
            } else {
                courier.fail(delivery, Reply.of(451, "4.4.3", "There is no way to " + destination));
            }
        });
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
        known.keySet().retainAll(domains.keySet());
        Set<SiteQueue> used = new HashSet<>();
        domains.values().forEach(domain -> used.add(domain.site));
        sites.values().removeIf(site -> !used.contains(site) && site.isUnused(now));
    }

    /** Applies changed rules to sites that are known already. */
    void reshape(ShapingRules changed) {
        shaping = changed;
        domains.values().forEach(domain -> {
            if (domain.site != null) {
                domain.site.renew(domain.site.route(), shaping.of(domain.name, domain.site.route()));
            }
        });
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
            domain.site = site(domain.name, hosts);
            known.put(domain.name, domain.site);
            domain.until = loop.now() + settings.routeTime().toMillis();
            domain.waiting.forEach(delivery -> add(delivery, domain.site));
            domain.waiting.clear();
            courier.serve(domain.site);
            return;
        }
        domain.site = null;
        known.remove(domain.name);
        Reply reply = route instanceof Route.Refused refused ? refused.reply() : ((Route.Unavailable) route).reply();
        domain.waiting.forEach(delivery -> courier.fail(delivery, reply));
        domain.waiting.clear();
    }

    private SiteQueue site(String domain, Route.Hosts hosts) {
        String name = shaping.site(hosts);
        SiteQueue known = sites.get(name);
        if (known == null) {
            SiteQueue fresh = new SiteQueue(name, hosts, shaping.of(domain, hosts), weights);
            sites.put(name, fresh);
            return fresh;
        }
        known.renew(hosts, shaping.of(domain, hosts));
        return known;
    }

    /** A domain with what waits for its route. */
    private static final class DomainRoute {
        private final String name;
        private final Queue<Delivery> waiting = new ArrayDeque<>();
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
