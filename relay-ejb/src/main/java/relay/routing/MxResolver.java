package relay.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import relay.smtp.Reply;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

/**
 * Finds the hosts that take mail for a domain: MX records in order of preference, equal ones shuffled, else the domain's
 * own addresses (RFC 5321, section 5.1); a null MX refuses (RFC 7505).
 */
public final class MxResolver {
    /** Most MX hosts that are looked up; a hostile zone could name thousands. */
    private static final int MAX_HOSTS = 20;
    /** Most addresses that are tried. */
    private static final int MAX_ADDRESSES = 30;
    /** Longest name of a site. */
    private static final int MAX_SITE = 255;

    private final Dns dns;
    private final int port;
    private final Random random;

    public MxResolver(Dns dns, int port, Random random) {
        this.dns = dns;
        this.port = port;
        this.random = random;
    }

    /** The route to a domain in its ASCII form. */
    public CompletionStage<Route> resolve(String domain) {
        return dns.mx(domain).thenCompose(answer -> switch (answer.status()) {
            case OK -> toHosts(domain, answer.records());
            case NO_DATA -> toHosts(domain, List.of(new Dns.Mx(0, domain)));
            case NO_NAME ->
                CompletableFuture.completedFuture(
                        new Route.Refused(Reply.of(550, "5.1.2", "The domain " + domain + " does not exist")));
            case FAILED -> CompletableFuture.completedFuture(unavailable(answer.reason()));
        });
    }

    private CompletionStage<Route> toHosts(String domain, List<Dns.Mx> records) {
        List<Dns.Mx> hosts = ordered(records);
        if (hosts.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Route.Refused(Reply.of(556, "5.1.10", "The domain " + domain + " takes no mail (null MX)")));
        }
        List<CompletableFuture<Dns.Answer<InetAddress>>> lookups = hosts.stream()
                .map(mx -> dns.addresses(mx.host()).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(lookups.toArray(CompletableFuture[]::new))
                .thenApply(done -> route(domain, hosts, lookups));
    }

    private Route route(String domain, List<Dns.Mx> hosts, List<CompletableFuture<Dns.Answer<InetAddress>>> lookups) {
        List<RemoteHost> targets = new ArrayList<>();
        String failure = null;
        for (int i = 0; i < hosts.size(); i++) {
            Dns.Answer<InetAddress> answer = lookups.get(i).join();
            if (answer.status() == Dns.Status.FAILED) {
                failure = answer.reason();
            }
            for (InetAddress address : answer.records()) {
                targets.add(new RemoteHost(
                        hosts.get(i).host(), new InetSocketAddress(address, port), TlsRequirement.OPPORTUNISTIC, null));
            }
        }
        if (!targets.isEmpty()) {
            return new Route.Hosts(site(hosts), targets.subList(0, Math.min(MAX_ADDRESSES, targets.size())));
        }
        return failure != null
                ? unavailable(failure)
                : new Route.Refused(Reply.of(550, "5.1.2", "No mail host of the domain " + domain + " has an address"));
    }

    /** Domains with the same hosts at the same preferences share a site. */
    private static String site(List<Dns.Mx> hosts) {
        String names = hosts.stream()
                .sorted(Comparator.comparingInt(Dns.Mx::preference).thenComparing(Dns.Mx::host))
                .map(mx -> mx.host().toLowerCase(Locale.ROOT))
                .distinct()
                .collect(Collectors.joining(","));
        return names.length() <= MAX_SITE ? names : names.substring(0, MAX_SITE);
    }

    private List<Dns.Mx> ordered(List<Dns.Mx> records) {
        Map<Integer, List<Dns.Mx>> byPreference = new TreeMap<>(
                records.stream().filter(mx -> !mx.host().isEmpty()).collect(Collectors.groupingBy(Dns.Mx::preference)));
        List<Dns.Mx> ordered = new ArrayList<>();
        for (List<Dns.Mx> equal : byPreference.values()) {
            List<Dns.Mx> shuffled = new ArrayList<>(equal);
            Collections.shuffle(shuffled, random);
            ordered.addAll(shuffled);
        }
        return ordered.subList(0, Math.min(MAX_HOSTS, ordered.size()));
    }

    private static Route unavailable(String reason) {
        return new Route.Unavailable(Reply.of(451, "4.4.3", "Temporary DNS failure: " + reason));
    }
}
