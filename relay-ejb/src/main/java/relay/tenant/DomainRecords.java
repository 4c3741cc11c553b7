package relay.tenant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import relay.routing.Dns;

/** The DNS records of a domain: which ones it needs, and which of them are there. */
public final class DomainRecords {
    private final Dns dns;
    private final String hostname;

    /** Records that point to this host. */
    public DomainRecords(Dns dns, String hostname) {
        this.dns = dns;
        this.hostname = hostname;
    }

    /** What the domain needs, not looked up. */
    public List<DnsRecord> of(DomainEntity domain) {
        String name = domain.getName();
        List<DnsRecord> records = new ArrayList<>();
        records.add(needed("ownership", "TXT", "_relay." + name, "relay-verification=" + domain.getOwnershipToken()));
        for (DkimKeyEntity key : domain.getKeys()) {
            if (!key.getState().equals(DkimKeyEntity.RETIRED)) {
                records.add(needed("dkim", "TXT", key.getSelector() + "._domainkey." + name, key.getDnsValue()));
            }
        }
        records.add(needed("spf", "TXT", name, "v=spf1 a:" + hostname + " ~all"));
        records.add(needed("dmarc", "TXT", "_dmarc." + name, "v=DMARC1; p=none"));
        records.add(needed("return-path", "CNAME", "bounces." + name, hostname));
        records.add(needed("tracking", "CNAME", "track." + name, hostname));
        return records;
    }

    private static DnsRecord needed(String purpose, String type, String name, String value) {
        return new DnsRecord(purpose, type, name, value, DnsRecord.UNKNOWN);
    }

    /** Looks all of them up, at the same time; what the DNS does not answer within this time is unknown. */
    public List<DnsRecord> check(DomainEntity domain, Duration patience) {
        List<CompletableFuture<DnsRecord>> lookups = of(domain).stream()
                .map(record -> lookup(record)
                        .completeOnTimeout(record, patience.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(failure -> record))
                .toList();
        return lookups.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<DnsRecord> lookup(DnsRecord record) {
        return (record.type().equals("TXT") ? dns.txt(record.name()) : dns.cname(record.name()))
                .thenApply(answer -> record.is(status(record, answer)))
                .toCompletableFuture();
    }

    private String status(DnsRecord record, Dns.Answer<String> answer) {
        return switch (answer.status()) {
            case FAILED -> DnsRecord.UNKNOWN;
            case NO_DATA, NO_NAME -> DnsRecord.MISSING;
            case OK -> found(record, answer.records());
        };
    }

    private String found(DnsRecord record, List<String> values) {
        return switch (record.purpose()) {
            case "spf" -> policy(values, "v=spf1", value -> value.contains(hostname.toLowerCase(Locale.ROOT)));
            case "dmarc" -> policy(values, "v=dmarc1", value -> true);
            case "ownership" -> values.contains(record.value()) ? DnsRecord.OK : DnsRecord.MISSING;
            default -> values.stream().anyMatch(value -> same(record, value)) ? DnsRecord.OK : DnsRecord.WRONG;
        };
    }

    private static boolean same(DnsRecord record, String value) {
        return record.type().equals("CNAME")
                ? value.equalsIgnoreCase(record.value())
                : withoutBlanks(value).equals(withoutBlanks(record.value()));
    }

    /** A domain's own SPF or DMARC policy may say more than what we propose. */
    private static String policy(List<String> values, String version, Predicate<String> fits) {
        List<String> policies = values.stream()
                .map(value -> value.toLowerCase(Locale.ROOT))
                .filter(value -> value.startsWith(version))
                .toList();
        if (policies.isEmpty()) {
            return DnsRecord.MISSING;
        }
        return policies.size() == 1 && fits.test(policies.get(0)) ? DnsRecord.OK : DnsRecord.WRONG;
    }

    private static String withoutBlanks(String value) {
        return value.replaceAll("\\s", "");
    }
}
