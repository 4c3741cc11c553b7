package relay.steering;

import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.IDN;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import relay.delivery.DeliveryEngine;
import relay.delivery.EngineState;
import relay.egress.EgressSource;
import relay.egress.EgressSources;
import relay.jca.ListenerStatus;
import relay.queue.QueueIds;
import relay.routing.Protection;
import relay.routing.Route;
import relay.routing.Router;
import relay.shaping.ShapingFiles;
import relay.shaping.ShapingRules;
import relay.tenant.DirectoryReader;
import relay.tenant.InvalidRequestException;

/** The queues as operators see and steer them. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Queues {
    private static final int MOST_REASON = 500;
    private static final int MOST_NAME = 256;
    private static final long PATIENCE_SECONDS = 10;
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("[A-Za-z0-9.-]{1,255}:[0-9]{1,5}|\\[[0-9A-Fa-f:.]+]:[0-9]{1,5}");
    private static final int LARGEST_PORT = 65_535;
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Logger LOG = Logger.getLogger(Queues.class.getName());

    @Inject
    private QueueCounts counts;

    @Inject
    private DeliveryEngine engine;

    @Inject
    private Steering steering;

    @Inject
    private QueueActions actions;

    @Inject
    private ShapingFiles shaping;

    @Inject
    private Router router;

    @Inject
    private DirectoryReader directory;

    @Inject
    private EgressSources sources;

    @Inject
    private QueueIds ids;

    @Inject
    private Clock clock;

    /** One line for each domain with anything to do; what waits in the database is as it was a moment ago. */
    public List<QueueLine> lines() {
        try {
            EngineState state =
                    engine.state().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            return QueueLines.of(counts.byDomain(), state);
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    /** What operators did, the newest first. */
    public List<QueueAction> actions(String before, int most) {
        try {
            return actions.list(before, most);
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    /** One action. */
    public Optional<QueueAction> action(String id) {
        try {
            return actions.find(id);
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    /**
     * Does something about queues: recorded when this returns, and heeded by this node at once.
     *
     * @param operator who does it
     * @throws InvalidRequestException when the request makes no sense
     */
    public QueueAction act(QueueActionRequest request, String operator) {
        QueueAction action = read(request, operator);
        try {
            steering.begin(action);
            return actions.find(action.id()).orElse(action);
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    /** Ends an action that stands; false when there is none of this id in force. */
    public boolean end(String id) {
        try {
            return steering.end(id);
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    /**
     * Where a domain's mail goes and at which pace.
     *
     * @param source from which egress source, or null for any of which the files say nothing in particular
     * @throws InvalidRequestException when there is no such source
     */
    public SiteExplanation explain(String domain, String source) {
        if (source != null
                && !source.equals(EgressSource.DEFAULT_NAME)
                && sources.find(source).isEmpty()) {
            throw new InvalidRequestException("source", "source must be the name of an egress source");
        }
        try {
            Route route = router.route(domain)
                    .toCompletableFuture()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
            ShapingRules rules = shaping.rules();
            if (route instanceof Route.Hosts hosts) {
                return new SiteExplanation(
                        domain,
                        rules.site(hosts),
                        source,
                        rules.explain(domain, hosts, source),
                        found(hosts.protection()),
                        null);
            }
            String why = route instanceof Route.Refused refused
                    ? refused.reply().toString()
                    : ((Route.Unavailable) route).reply().toString();
            return new SiteExplanation(domain, null, source, List.of(), null, why);
        } catch (CompletionException e) {
            return new SiteExplanation(domain, null, source, List.of(), null, "451 4.4.3 The DNS gives no answer");
        }
    }

    /**
     * Why a domain's mail goes as it does.
     *
     * @param domain recipient domain
     * @param site where its mail goes, or null
     * @param source from which egress source, or null for any
     * @param limits each with where it was said
     * @param tls what secures the way to its hosts, or null where it goes nowhere
     * @param refusal why its mail goes nowhere, or null
     */
    public record SiteExplanation(
            String domain,
            String site,
            String source,
            List<ShapingRules.Explanation> limits,
            TlsExplanation tls,
            String refusal) {
        public SiteExplanation {
            limits = List.copyOf(limits);
        }
    }

    /**
     * What secures the way to a domain's hosts; what the limit {@code tls} asks counts beside it.
     *
     * @param policy {@code dane}, {@code sts enforce}, {@code sts testing} or {@code none}
     * @param why what was found
     */
    public record TlsExplanation(String policy, String why) {}

    private static TlsExplanation found(Protection protection) {
        return new TlsExplanation(protection.kind().word(), protection.why());
    }

    // Reading requests

    private QueueAction read(QueueActionRequest request, String operator) {
        QueueAction.Kind kind = kind(request.action());
        Match match = match(kind, request.match());
        long now = clock.millis();
        return new QueueAction(
                ids.next(),
                kind,
                match,
                reason(request.reason()),
                to(kind, request.to()),
                expires(kind, request.expires(), now),
                now,
                operator,
                QueueAction.State.ACTIVE,
                0);
    }

    private static QueueAction.Kind kind(String word) {
        return Arrays.stream(QueueAction.Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "action",
                        "action must be one of "
                                + Arrays.stream(QueueAction.Kind.values())
                                        .map(QueueAction.Kind::word)
                                        .collect(Collectors.joining(", "))));
    }

    private Match match(QueueAction.Kind kind, Match wanted) {
        boolean mayMeanAll = kind == QueueAction.Kind.RESUME || kind == QueueAction.Kind.FLUSH;
        if (wanted == null || wanted.meansEverything()) {
            if (mayMeanAll) {
                return new Match(null, null, null, null);
            }
            throw new InvalidRequestException(
                    "match", "match must name at least one of tenant, campaign, domain and site");
        }
        return new Match(
                tenant(wanted.tenant()),
                name("match.campaign", wanted.campaign()),
                domain(name("match.domain", wanted.domain())),
                name("match.site", wanted.site()));
    }

    private String tenant(String id) {
        if (id != null && directory.current().tenant(id).isEmpty()) {
            throw new InvalidRequestException("match.tenant", "match.tenant must be the id of a tenant");
        }
        return id;
    }

    /** As the engine knows it: what is spelt otherwise would stop nothing. */
    private static String domain(String domain) {
        if (domain == null || domain.startsWith("[")) {
            return lowerCase(domain);
        }
        try {
            String ascii = IDN.toASCII(domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain);
            if (DOMAIN.matcher(ascii).matches()) {
                return lowerCase(ascii);
            }
        } catch (IllegalArgumentException e) {
            LOG.log(Level.FINE, "event=no-domain", e);
        }
        throw new InvalidRequestException("match.domain", "match.domain must be the name of a domain");
    }

    private static String lowerCase(String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }

    private static String name(String field, String name) {
        if (name != null && (name.isBlank() || name.length() > MOST_NAME)) {
            throw new InvalidRequestException(field, field + " must have 1 to " + MOST_NAME + " characters");
        }
        return name;
    }

    private static String reason(String reason) {
        if (reason == null || reason.isBlank() || reason.length() > MOST_REASON) {
            throw new InvalidRequestException(
                    "reason", "reason must say in 1 to " + MOST_REASON + " characters why: it is shown with the mail");
        }
        return reason;
    }

    private static String to(QueueAction.Kind kind, String to) {
        if (kind != QueueAction.Kind.REROUTE) {
            return null;
        }
        if (to == null || !HOST_AND_PORT.matcher(to).matches() || port(to) < 1 || port(to) > LARGEST_PORT) {
            throw new InvalidRequestException("to", "to must be host:port, where rerouted mail goes");
        }
        if (isOurs(to)) {
            throw new InvalidRequestException(
                    "to", "to must be another host: mail rerouted to this relay would circle");
        }
        return to;
    }

    private static boolean isOurs(String to) {
        if (ListenerStatus.bound().values().stream().noneMatch(bound -> bound.getPort() == port(to))) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(to.substring(0, to.lastIndexOf(':')));
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException e) {
            LOG.log(Level.FINE, "event=reroute-to-unknown-host", e);
            return false;
        }
    }

    private static int port(String to) {
        return Integer.parseInt(to.substring(to.lastIndexOf(':') + 1));
    }

    private static Long expires(QueueAction.Kind kind, String expires, long now) {
        if (expires == null) {
            return null;
        }
        try {
            long at = Instant.parse(expires).toEpochMilli();
            if (kind.stands() && at > now) {
                return at;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new InvalidRequestException(
                    "expires", "expires must be a time such as 2027-01-31T12:00:00Z, and not \"" + expires + '"');
        }
        throw new InvalidRequestException(
                "expires", "expires must lie in the future, and only suspend and reroute can expire");
    }
}
