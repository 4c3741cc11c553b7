package relay.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** The DNS by dnsjava: asynchronous, with a cache that honours TTLs. */
public final class DnsClient implements Dns {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final LookupSession session;

    /**
     * A client of these servers.
     *
     * @param servers empty for the system's resolvers
     */
    public DnsClient(List<InetSocketAddress> servers) {
        List<InetSocketAddress> all =
                servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers;
        List<Resolver> resolvers = new ArrayList<>();
        for (InetSocketAddress server : all) {
            SimpleResolver resolver = new SimpleResolver(resolved(server));
            resolver.setTimeout(TIMEOUT);
            resolvers.add(resolver);
        }
        this.session = LookupSession.defaultBuilder()
                .resolver(new ExtendedResolver(resolvers))
                .build();
    }

    private static InetSocketAddress resolved(InetSocketAddress server) {
        return server.isUnresolved() ? new InetSocketAddress(server.getHostString(), server.getPort()) : server;
    }

    @Override
    public CompletionStage<Answer<Mx>> mx(String domain) {
        return lookup(domain, Type.MX, record -> {
            MXRecord mx = (MXRecord) record;
            return new Mx(mx.getPriority(), mx.getTarget().toString(true).replaceAll("^\\.$", ""));
        });
    }

    @Override
    public CompletionStage<Answer<InetAddress>> addresses(String host) {
        CompletionStage<Answer<InetAddress>> ipv4 = lookup(host, Type.A, record -> ((ARecord) record).getAddress());
        CompletionStage<Answer<InetAddress>> ipv6 =
                lookup(host, Type.AAAA, record -> ((AAAARecord) record).getAddress());
        return ipv4.thenCombine(ipv6, DnsClient::both);
    }

    @Override
    public CompletionStage<Answer<String>> txt(String name) {
        return lookup(name, Type.TXT, record -> String.join("", ((TXTRecord) record).getStrings()));
    }

    @Override
    public CompletionStage<Answer<String>> cname(String name) {
        return lookup(
                name, Type.CNAME, record -> ((CNAMERecord) record).getTarget().toString(true));
    }

    private static Answer<InetAddress> both(Answer<InetAddress> ipv4, Answer<InetAddress> ipv6) {
        if (ipv4.records().isEmpty() && ipv6.records().isEmpty()) {
            return ipv4.status() == Status.FAILED || ipv6.status() != Status.FAILED ? ipv4 : ipv6;
        }
        List<InetAddress> all = new ArrayList<>(ipv4.records());
        all.addAll(ipv6.records());
        return Answer.of(all);
    }

    private <T> CompletionStage<Answer<T>> lookup(String text, int type, Function<Record, T> read) {
        Name name;
        try {
            name = Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            return CompletableFuture.completedFuture(Answer.none(Status.NO_NAME, text + " is not a domain name"));
        }
        return session.lookupAsync(name, type)
                .handle((result, failure) ->
                        failure == null ? answer(result, type, read) : failed(text, type, failure));
    }

    private static <T> Answer<T> answer(LookupResult result, int type, Function<Record, T> read) {
        return Answer.of(result.getRecords().stream()
                .filter(record -> record.getType() == type)
                .map(read)
                .toList());
    }

    private static <T> Answer<T> failed(String name, int type, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof NoSuchDomainException) {
            return Answer.none(Status.NO_NAME, name + " does not exist");
        }
        if (cause instanceof NoSuchRRSetException) {
            return Answer.none(Status.NO_DATA, name + " has no " + Type.string(type) + " record");
        }
        return Answer.none(Status.FAILED, "the DNS did not answer for " + name + " " + Type.string(type));
    }
}
