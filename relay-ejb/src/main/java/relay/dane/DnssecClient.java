package relay.dane;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * Validates DNSSEC itself (RFC 4035), from the root's trust anchors down, by dnsjava: it need not trust the resolver, nor
 * the way to it. Answers are kept for their time to live.
 */
public final class DnssecClient implements ValidatingDns {
    private static final Logger LOG = Logger.getLogger(DnssecClient.class.getName());

    /** The root's keys as IANA publishes them (https://data.iana.org/root-anchors/): KSK-2017 and KSK-2024. */
    private static final String IANA_ANCHORS = """
            . IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
            . IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
            """;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long LONGEST_SECONDS = 3600;
    private static final long SHORTEST_SECONDS = 5;
    private static final long NEGATIVE_SECONDS = 60;
    private static final int MOST_KEPT = 20_000;

    private final ValidatingResolver validating;
    private final Clock clock;
    private final Executor workers;
    private final Cache<Question, Kept> answers =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();
    private final AtomicReference<Availability> availability = new AtomicReference<>();

    /**
     * A client of these servers.
     *
     * @param servers empty for the system's resolvers
     * @param anchors DS or DNSKEY records of the root as a zone file has them; empty for IANA's
     * @param workers where signatures are checked
     */
    public DnssecClient(List<InetSocketAddress> servers, Optional<Path> anchors, Clock clock, Executor workers) {
        validating = new ValidatingResolver(resolver(servers), clock);
        this.clock = clock;
        this.workers = workers;
        try {
            validating.loadTrustAnchors(new ByteArrayInputStream(
                    anchors.isPresent()
                            ? Files.readAllBytes(anchors.get())
                            : IANA_ANCHORS.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException("RELAY_DNSSEC_ANCHORS cannot be read: " + e.getMessage(), e);
        }
    }

    private record Question(Name name, int type) {}

    private record Kept(Validated answer, long until) {}

    /** The last answer counts until the next one is there. */
    private record Availability(CompletableFuture<Boolean> answer, CompletableFuture<Boolean> next, long askedAt) {
        CompletableFuture<Boolean> best() {
            return next.isDone() || answer == null ? next : answer;
        }
    }

    private static Resolver resolver(List<InetSocketAddress> servers) {
        List<Resolver> resolvers = new ArrayList<>();
        for (InetSocketAddress server :
                servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers) {
            SimpleResolver resolver = new SimpleResolver(
                    server.isUnresolved() ? new InetSocketAddress(server.getHostString(), server.getPort()) : server);
            resolver.setTimeout(TIMEOUT);
            resolvers.add(resolver);
        }
        return new ExtendedResolver(resolvers);
    }

    /**
     * Whether the root's own keys can be proved by our anchors. Asked until it is so: an attacker who comes later cannot
     * have it forgotten, and a clock or an anchor that is wrong from the start holds up no mail.
     */
    @Override
    public CompletionStage<Boolean> isAvailable() {
        Availability known = availability.get();
        long now = clock.millis();
        if (known != null && (isSettled(known) || now < known.askedAt() + LOOK_AGAIN_MILLIS)) {
            return known.best();
        }
        Availability fresh = new Availability(known == null ? null : known.best(), new CompletableFuture<>(), now);
        if (availability.compareAndSet(known, fresh)) {
            proveRoot(fresh.next());
        }
        return availability.get().best();
    }

    /** It is so, or is being looked for. */
    private static boolean isSettled(Availability known) {
        return !known.next().isDone() || known.next().getNow(false);
    }

    private void proveRoot(CompletableFuture<Boolean> outcome) {
        var unused = ask(".", Type.DNSKEY).thenAccept(keys -> {
            LOG.log(
                    keys.isSecure() ? Level.INFO : Level.WARNING,
                    "event=dnssec-looked-for available={0} reason=\"{1}\"",
                    new Object[] {keys.isSecure(), keys.isSecure() ? "" : "no DANE: " + reason(keys)});
            outcome.complete(keys.isSecure());
        });
    }

    private static String reason(Validated keys) {
        return keys.isBogus() ? keys.reason() : "the servers of RELAY_DNS pass no signatures on";
    }

    @Override
    public CompletionStage<Validated> ask(String text, int type) {
        Name name;
        try {
            name = Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            return CompletableFuture.completedFuture(Validated.bogus(text + " is not a domain name"));
        }
        Question question = new Question(name, type);
        Kept kept = answers.getIfPresent(question);
        if (kept != null && clock.millis() < kept.until()) {
            return CompletableFuture.completedFuture(kept.answer());
        }
        return validating
                .sendAsync(Message.newQuery(Record.newRecord(name, type, DClass.IN)), workers)
                .handle((answer, failure) -> failure == null
                        ? take(question, answer)
                        : Validated.bogus("the DNS did not answer for " + text + " " + Type.string(type)));
    }

    private Validated take(Question question, Message answer) {
        Validated validated = read(question, answer);
        if (!validated.isBogus()) {
            answers.put(question, new Kept(validated, clock.millis() + 1000 * secondsToLive(answer)));
        }
        return validated;
    }

    private static Validated read(Question question, Message answer) {
        int rcode = answer.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return Validated.bogus(
                    question.name().toString(true) + " " + Type.string(question.type()) + ": " + reason(answer));
        }
        List<Record> records = answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == question.type())
                .toList();
        boolean secure = answer.getHeader().getFlag(Flags.AD);
        return new Validated(secure ? Validated.Status.SECURE : Validated.Status.INSECURE, records, null);
    }

    /** dnsjava tells why in a TXT record of its own. */
    private static String reason(Message answer) {
        return answer.getSection(Section.ADDITIONAL).stream()
                .filter(record -> record.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS)
                .filter(TXTRecord.class::isInstance)
                .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                .findFirst()
                .orElse(Rcode.string(answer.getRcode()));
    }

    private static long secondsToLive(Message answer) {
        long least = answer.getSection(Section.ANSWER).stream()
                .mapToLong(Record::getTTL)
                .min()
                .orElse(NEGATIVE_SECONDS);
        return Math.max(SHORTEST_SECONDS, Math.min(LONGEST_SECONDS, least));
    }
}
