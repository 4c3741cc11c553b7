package relay.dane;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.Type;

/**
 * Asks for what DANE says of a domain's hosts: MX records, then addresses, then TLSA records, each only where what came
 * before is signed (RFC 7672, section 2.2). A zone that is not signed costs one question.
 */
public final class DaneFinder {
    private final ValidatingDns dns;
    private final int port;

    /** @param port of MX hosts, which the names of TLSA records begin with */
    public DaneFinder(DnssecClient dns, int port) {
        this((ValidatingDns) dns, port);
    }

    DaneFinder(ValidatingDns dns, int port) {
        this.dns = dns;
        this.port = port;
    }

    /** What is said of the hosts with these names. Never fails, never blocks. */
    public CompletionStage<DaneFinding> of(String domain, Set<String> hosts) {
        return dns.isAvailable()
                .thenCompose(available -> available
                        ? dns.ask(domain, Type.MX).thenCompose(mx -> of(domain, hosts, mx))
                        : CompletableFuture.completedFuture(DaneFinding.NONE));
    }

    private CompletionStage<DaneFinding> of(String domain, Set<String> hosts, Validated mx) {
        if (!mx.isSecure()) {
            return CompletableFuture.completedFuture(mx.isBogus() ? DaneFinding.bogus(mx.reason()) : DaneFinding.NONE);
        }
        Set<String> signed = mx.records().isEmpty() ? Set.of(lower(domain)) : targets(mx.records());
        Map<String, CompletableFuture<HostDane>> asked = new HashMap<>();
        for (String host : hosts) {
            asked.computeIfAbsent(
                    lower(host),
                    name -> signed.contains(name)
                            ? ofHost(domain, name).toCompletableFuture()
                            : CompletableFuture.completedFuture(
                                    new HostDane.Bogus("the signed MX records do not name " + name)));
        }
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> new DaneFinding(
                        true,
                        asked.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> entry.getValue().join())),
                        null));
    }

    private static Set<String> targets(List<Record> records) {
        return records.stream()
                .map(record -> lower(((MXRecord) record).getTarget().toString(true)))
                .collect(Collectors.toSet());
    }

    private CompletionStage<HostDane> ofHost(String domain, String host) {
        return dns.ask(host, Type.A)
                .thenCombine(dns.ask(host, Type.AAAA), (ipv4, ipv6) -> List.of(ipv4, ipv6))
                .thenCompose(addresses -> ofHost(domain, host, addresses));
    }

    private CompletionStage<HostDane> ofHost(String domain, String host, List<Validated> addresses) {
        for (Validated answer : addresses) {
            if (answer.isBogus()) {
                return CompletableFuture.completedFuture(new HostDane.Bogus(answer.reason()));
            }
        }
        if (addresses.stream().anyMatch(answer -> !answer.isSecure())) {
            return CompletableFuture.completedFuture(new HostDane.None());
        }
        List<InetAddress> signed = addresses.stream()
                .flatMap(answer -> answer.records().stream())
                .map(DaneFinder::address)
                .toList();
        return dns.ask("_" + port + "._tcp." + host, Type.TLSA).thenApply(tlsa -> found(domain, tlsa, signed));
    }

    private static InetAddress address(Record record) {
        return record instanceof ARecord ipv4 ? ipv4.getAddress() : ((AAAARecord) record).getAddress();
    }

    private static HostDane found(String domain, Validated tlsa, List<InetAddress> addresses) {
        if (tlsa.isBogus()) {
            return new HostDane.Bogus(tlsa.reason());
        }
        if (!tlsa.isSecure() || tlsa.records().isEmpty()) {
            return new HostDane.None();
        }
        List<Tlsa> records = tlsa.records().stream()
                .map(record -> Tlsa.of((TLSARecord) record))
                .toList();
        List<Tlsa> usable = new ArrayList<>(records);
        usable.removeIf(record -> !record.isUsable());
        return new HostDane.Published(
                usable.isEmpty() ? null : new TlsaCheck(usable, domain),
                records.stream().map(Tlsa::toString).toList(),
                addresses,
                usable.stream().anyMatch(record -> record.usage() == Tlsa.TRUST_ANCHOR));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
