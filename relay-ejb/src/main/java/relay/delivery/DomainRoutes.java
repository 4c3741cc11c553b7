package relay.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import relay.egress.EgressPlan;
import relay.egress.EgressSource;
import relay.queue.QueueName;
import relay.routing.Route;
import relay.routing.Router;
import relay.shaping.ShapingRules;
import relay.shaping.TlsPolicy;
import relay.smtp.Reply;
import relay.smtp.TlsWish;

/**
 * Which site takes the mail of a domain: asked of the DNS when it is first needed and again when the answer is old. Mail
 * waits here meanwhile. On the engine's thread.
 */
final class DomainRoutes {
    private static final int MOST_UNROUTABLE = 10_000;
    private static final int MOST_LOOKUPS = 200;

    private final EngineSettings settings;
    private final Loop loop;
    private final Router router;
    private ShapingRules shaping;
    private final ToIntFunction<String> weights;
    private final Courier courier;
    private final Departures departures;
    private final BiConsumer<Delivery, Long> parked;
    private Directions directions = Directions.none();

    private final Map<String, DomainRoute> domains = new HashMap<>();
    private final Map<String, Site> sites = new HashMap<>();
    /** For other threads: the sites of domains whose routes are known. */
    private final Map<String, Site> known = new ConcurrentHashMap<>();

    /** Why the mail of a domain goes nowhere, as it was found last; the oldest are forgotten. */
    private final Map<String, String> unroutable = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_UNROUTABLE;
        }
    };

    private final Queue<DomainRoute> toLookUp = new ArrayDeque<>();
    private int lookups;

    DomainRoutes(
            EngineSettings settings,
            Loop loop,
            Router router,
            ShapingRules shaping,
            ToIntFunction<String> weights,
            Courier courier,
            Departures departures,
            BiConsumer<Delivery, Long> parked) {
        this.parked = parked;
        this.settings = settings;
        this.loop = loop;
        this.router = router;
        this.shaping = shaping;
        this.weights = weights;
        this.courier = courier;
        this.departures = departures;
    }

    /** What goes to each site from each source. */
    Collection<SiteQueue> queues() {
        return sites.values().stream().flatMap(site -> site.queues().stream()).toList();
    }

    /** Whether nothing of a queue could go now, as far as is known. */
    boolean isAway(QueueName queue) {
        DomainRoute known = domains.get(queue.domain());
        if (known == null || known.site == null) {
            return false;
        }
        Site site = known.site;
        long now = loop.now();
        return site.queues().stream().anyMatch(any -> departures.isOpenTo(queue, site, any.source()))
                && site.queues().stream()
                        .filter(any -> departures.isOpenTo(queue, site, any.source()))
                        .allMatch(any -> any.restUntil(now) != null);
    }

    /** Whether mail to a domain is likely to be delivered at once. From any thread. */
    boolean isPrompt(String domain) {
        Site site = known.get(domain);
        return site != null && site.isPrompt();
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

    private void serve(SiteQueue queue) {
        if (queue != null) {
            courier.serve(queue);
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

    private void addAndServe(Delivery delivery, Site site) {
        serve(add(delivery, site));
    }

    /** Operators may want it to wait, or to go elsewhere; the queue that it is in now, or null. */
    private SiteQueue add(Delivery delivery, Site site) {
        long now = loop.now();
        Optional<Long> stopUntil = directions.stopUntil(delivery, site.name(), now);
        if (stopUntil.isPresent()) {
            parked.accept(delivery, stopUntil.get());
            return null;
        }
        Optional<String> destination = directions.destination(delivery, site.name(), now);
        if (destination.isEmpty()) {
            return depart(delivery, site);
        }
        reroute(delivery, destination.get());
        return null;
    }

    /** Puts a delivery into the queue of the source that it leaves by; null when it must wait. */
    private SiteQueue depart(Delivery delivery, Site site) {
        long now = loop.now();
        departures.forget(delivery);
        EgressSource source = departures.choose(delivery, site, now);
        if (source == null) {
            Long until = departures.waitUntil(delivery, site, now);
            if (until == null) {
                courier.fail(delivery, departures.refusal(delivery, site, now));
            } else {
                parked.accept(delivery, until);
            }
            return null;
        }
        SiteQueue queue = queue(site, source, delivery.domain());
        queue.add(delivery);
        return queue;
    }

    private SiteQueue queue(Site site, EgressSource source, String domain) {
        SiteQueue known = site.queue(source);
        if (known != null) {
            return known;
        }
        SiteQueue fresh = new SiteQueue(
                site.name(),
                site.route(),
                source,
                departures.health(source),
                site.backoff(),
                shaping.of(domain, site.route(), source.name()),
                weights);
        site.add(fresh);
        return fresh;
    }

    /** What was to leave by a source that rests leaves by another one of its pool. */
    void strand(SiteQueue queue) {
        courier.handBackLoaded(queue, any -> true);
        if (queue.isRetired()) {
            queue.closeAllIdle();
        }
        Site site = sites.values().stream()
                .filter(any -> any.has(queue))
                .findFirst()
                .orElseThrow();
        List<Delivery> ready = queue.drainReady();
        Set<SiteQueue> others = new HashSet<>();
        ready.forEach(delivery -> others.add(add(delivery, site)));
        others.forEach(this::serve);
    }

    /** Leaves by other sources from now on, also with what is ready. */
    void leaveBy(EgressPlan plan) {
        departures.use(plan);
        for (Site site : List.copyOf(sites.values())) {
            site.forgetTurns();
            List<Delivery> ready = new ArrayList<>();
            for (SiteQueue queue : List.copyOf(site.queues())) {
                ready.addAll(queue.drainReady());
                boolean isAsBefore = queue.source().equals(departures.current(queue.source()));
                courier.handBackLoaded(
                        queue, delivery -> !isAsBefore || !departures.isOpenTo(delivery.queue(), site, queue.source()));
                if (!isAsBefore) {
                    site.retire(queue);
                    queue.closeAllIdle();
                }
            }
            ready.forEach(delivery -> add(delivery, site));
            List.copyOf(site.queues()).forEach(courier::serve);
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
        serve(depart(delivery, site(destination, route.get())));
    }

    /** Heeds what operators want, also of mail that is ready. */
    void heed(Directions wanted) {
        directions = wanted;
        for (Site site : List.copyOf(sites.values())) {
            List<Delivery> ready = new ArrayList<>();
            for (SiteQueue queue : site.queues()) {
                courier.handBackLoaded(
                        queue,
                        delivery -> wanted.stopUntil(delivery, site.name(), loop.now())
                                .isPresent());
                ready.addAll(queue.drainReady());
            }
            ready.forEach(delivery -> add(delivery, site));
            List.copyOf(site.queues()).forEach(courier::serve);
        }
    }

    /** Tries sites again that rest. */
    void revive(BiPredicate<String, String> which) {
        for (DomainRoute domain : domains.values()) {
            if (domain.site != null && which.test(domain.site.name(), domain.name)) {
                domain.site.queues().forEach(SiteQueue::revive);
                departures.revive();
            }
        }
    }

    List<SiteState> states() {
        long now = loop.now();
        return queues().stream().map(queue -> queue.state(now)).toList();
    }

    /** What was found of domains whose mail goes nowhere now. */
    Map<String, String> unroutable() {
        return unroutable;
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
        sites.values().forEach(site -> site.queues().forEach(queue -> queue.closeIdle(now)));
        domains.values().removeIf(domain -> domain.isUnused(now));
        known.keySet().retainAll(domains.keySet());
        Set<Site> used = new HashSet<>();
        domains.values().forEach(domain -> used.add(domain.site));
        sites.values()
                .removeIf(
                        site -> !used.contains(site) && site.queues().stream().allMatch(queue -> queue.isUnused(now)));
    }

    /** Applies changed rules to sites that are known already. */
    void reshape(ShapingRules changed) {
        shaping = changed;
        for (DomainRoute domain : domains.values()) {
            if (domain.site != null) {
                Site site = domain.site;
                if (shaping.of(domain.name, site.route(), null).tls() == site.tls()) {
                    renew(site, site.route(), domain.name);
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
                List.copyOf(domain.site.queues())
                        .forEach(queue -> queue.drainReady().forEach(this::add));
            }
        }
    }

    private void renew(Site site, Route.Hosts hosts, String domain) {
        site.renew(hosts);
        site.queues()
                .forEach(queue -> queue.renew(
                        hosts, shaping.of(domain, hosts, queue.source().name())));
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
            known.put(domain.name, domain.site);
            unroutable.remove(domain.name);
            domain.until = loop.now() + settings.routeTime().toMillis();
            domain.waiting.forEach(delivery -> addWished(delivery, domain));
            domain.waiting.clear();
            return;
        }
        domain.site = null;
        known.remove(domain.name);
        Reply reply = route instanceof Route.Refused refused ? refused.reply() : ((Route.Unavailable) route).reply();
        unroutable.put(domain.name, reply.toString());
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

    /** Of those that are asked the same of: a connection serves these only. */
    private Site site(String domain, Route.Hosts hosts) {
        String name = shaping.site(hosts);
        TlsPolicy tls = shaping.of(domain, hosts, null).tls();
        Site site = sites.computeIfAbsent(
                name + '\n' + tls + '\n' + hosts.protection().key(), key -> new Site(name, hosts, tls));
        renew(site, hosts, domain);
        return site;
    }

    /** A domain with what waits for its route. */
    private static final class DomainRoute {
        private final String name;
        private final Queue<Delivery> waiting = new ArrayDeque<>();
        private Route.Hosts route;
        private Site site;
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
