package relay.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import relay.dane.DaneFinding;
import relay.dane.HostDane;
import relay.mtasts.StsFinding;
import relay.mtasts.StsPolicy;
import relay.routing.Protection;
import relay.routing.Protection.Kind;
import relay.routing.Route;
import relay.smtp.Reply;
import relay.smtp.client.PeerCheck;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsFault;
import relay.smtp.client.TlsRequirement;

/**
 * Which of a domain's hosts may be used, and what is asked of each. DANE goes first: a host that publishes TLSA records is
 * judged by them alone, whatever the MTA-STS policy says (RFC 8461, section 2), and one whose DNS is bogus is not used.
 * MTA-STS speaks of the others.
 */
final class Verdict {
    private static final PeerCheck NOT_NAMED = (chain, host, authorities) -> TlsFault.VALIDATION_FAILURE;

    private final String domain;
    private final Route.Hosts found;
    private final DaneFinding dane;
    private final StsFinding sts;
    private final List<RemoteHost> usable = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> tlsa = new ArrayList<>();
    private boolean ofTheDomain;
    private boolean bogus;

    private Verdict(String domain, Route.Hosts found, DaneFinding dane, StsFinding sts) {
        this.domain = domain;
        this.found = found;
        this.dane = dane;
        this.sts = sts;
    }

    /** The route as it may be taken. */
    static Route of(String domain, Route.Hosts found, DaneFinding dane, StsFinding sts) {
        if (dane.bogus() != null) {
            return unavailable("DNSSEC validation failed for " + domain + ": " + dane.bogus());
        }
        return new Verdict(domain, found, dane, sts).route();
    }

    private Route route() {
        found.hosts().forEach(this::judge);
        if (usable.isEmpty()) {
            String words = "No mail host of " + domain + " may be used: "
                    + leftOut.stream().distinct().collect(Collectors.joining("; "));
            return bogus
                    ? unavailable(words)
                    : new Route.Unavailable(
                            Reply.of(451, "4.7.5", words), new Route.Hosts(found.site(), found.hosts(), protection()));
        }
        boolean unchanged = usable.size() == found.hosts().size();
        return new Route.Hosts(unchanged ? found.site() : site(), usable, protection());
    }

    private static Route unavailable(String words) {
        return new Route.Unavailable(Reply.of(451, "4.7.5", words));
    }

    private void judge(RemoteHost host) {
        HostDane said = dane.hosts().getOrDefault(host.name().toLowerCase(Locale.ROOT), new HostDane.None());
        if (said instanceof HostDane.Bogus broken) {
            bogus = true;
            leftOut.add(host.name() + " (DNSSEC: " + broken.reason() + ")");
        } else if (said instanceof HostDane.Published published) {
            judgeByDane(host, published);
        } else {
            judgeBySts(host);
        }
    }

    private void judgeByDane(RemoteHost host, HostDane.Published published) {
        if (!published.addresses().contains(host.address().getAddress())) {
            leftOut.add(
                    host.name() + " (the address " + host.address().getAddress().getHostAddress() + " is not signed)");
            return;
        }
        published.records().stream().filter(record -> !tlsa.contains(record)).forEach(tlsa::add);
        ofTheDomain |= published.ofTheDomain();
        usable.add(
                published.check() == null
                        ? host.with(TlsRequirement.ENCRYPTED)
                        : host.with(TlsRequirement.DANE, published.check()));
    }

    private void judgeBySts(RemoteHost host) {
        Optional<StsPolicy> policy = sts.wanted();
        if (policy.isEmpty()) {
            usable.add(host);
        } else if (policy.get().mode() == StsPolicy.Mode.TESTING) {
            usable.add(host.with(host.tls(), policy.get().names(host.name()) ? PeerCheck.WEB_PKI : NOT_NAMED));
        } else if (policy.get().names(host.name())) {
            usable.add(host.with(TlsRequirement.VERIFIED));
        } else {
            leftOut.add(host.name() + " (the domain's MTA-STS policy does not name it)");
        }
    }

    private String site() {
        return usable.stream().map(RemoteHost::name).distinct().sorted().collect(Collectors.joining(","));
    }

    private Protection protection() {
        Kind kind = kind();
        return new Protection(
                kind,
                domain,
                dane.secureNames() || kind == Kind.STS_ENFORCE,
                key(),
                why(),
                policy(kind),
                found.hosts());
    }

    private Kind kind() {
        if (usable.stream().anyMatch(host -> host.tls() == TlsRequirement.DANE)) {
            return Kind.DANE;
        }
        return sts.wanted()
                .map(policy -> policy.mode() == StsPolicy.Mode.ENFORCE ? Kind.STS_ENFORCE : Kind.STS_TESTING)
                .orElse(Kind.NONE);
    }

    /** Connections are shared only where the same is asked of the same hosts. */
    private String key() {
        boolean plain =
                usable.stream().allMatch(host -> host.tls() == TlsRequirement.OPPORTUNISTIC && host.check() == null);
        if (plain) {
            return dane.secureNames() ? "signed" : "";
        }
        Stream<String> hosts = usable.stream()
                .map(host -> host.name() + " " + host.tls() + (host.check() == null ? "" : " judged"))
                .distinct()
                .sorted();
        return (ofTheDomain ? domain + " " : "")
                + (dane.secureNames() ? "signed " : "")
                + hosts.collect(Collectors.joining(","));
    }

    private String why() {
        List<String> words = new ArrayList<>();
        if (!tlsa.isEmpty()) {
            words.add("TLSA records " + String.join(", ", tlsa)
                    + (usable.stream().noneMatch(host -> host.tls() == TlsRequirement.DANE) ? ", none usable" : ""));
        } else {
            words.add(dane.secureNames() ? "signed DNS without TLSA records" : "no signed DNS");
        }
        words.add(sts.why());
        leftOut.stream().distinct().forEach(host -> words.add("not used: " + host));
        return String.join("; ", words);
    }

    private Protection.Policy policy(Kind kind) {
        if (!tlsa.isEmpty()) {
            boolean none = usable.stream().noneMatch(host -> host.tls() == TlsRequirement.DANE);
            return new Protection.Policy("tlsa", tlsa, List.of(), none ? TlsFault.TLSA_INVALID : null);
        }
        if (kind == Kind.STS_ENFORCE || kind == Kind.STS_TESTING) {
            StsPolicy policy = sts.wanted().orElseThrow();
            return new Protection.Policy("sts", policy.lines(), policy.hosts(), null);
        }
        return sts.fault() == null
                ? Protection.Policy.NONE
                : new Protection.Policy("sts", List.of(), List.of(), sts.fault());
    }
}
