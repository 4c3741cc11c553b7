package relay.egress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import relay.queue.Precedence;
import relay.secret.SecretBox;
import relay.smtp.client.Egress;
import relay.smtp.client.RemoteHost;

/**
 * Keeps the {@link EgressPlan} current: reads it again when its version in the database has risen, and keeps the last one
 * while the database is away.
 */
public final class EgressReader {
    private static final Logger LOG = Logger.getLogger(EgressReader.class.getName());

    private final EgressStore store;
    private final SecretBox secrets;
    private final Consumer<EgressPlan> changed;
    private long version = -1;
    private volatile EgressPlan plan = EgressPlan.ofDefaults();

    /**
     * A reader that has read nothing yet.
     *
     * @param changed hears of each new plan
     */
    public EgressReader(EgressStore store, SecretBox secrets, Consumer<EgressPlan> changed) {
        this.store = store;
        this.secrets = secrets;
        this.changed = changed;
    }

    /** The last plan. */
    public EgressPlan current() {
        return plan;
    }

    /** Reads the first plan: without it mail could leave from an address that is not its own. */
    public synchronized void begin() {
        try {
            read();
        } catch (SQLException e) {
            throw new IllegalStateException("The egress sources cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads a new plan when something has changed; never fails. */
    public synchronized void refresh() {
        try {
            read();
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.FINE, "event=egress-plan-kept reason={0}", e.getMessage());
        }
    }

    private void read() throws SQLException {
        long now = store.version();
        if (now != version) {
            plan = plan(store.sources(), store.pools());
            version = now;
            changed.accept(plan);
        }
    }

    private EgressPlan plan(List<StoredSource> stored, List<StoredPool> storedPools) {
        Map<String, EgressSource> sources =
                stored.stream().map(this::source).collect(Collectors.toMap(EgressSource::name, source -> source));
        Map<EgressPlan.Mail, String> uses = new HashMap<>();
        for (StoredPool pool : storedPools) {
            pool.mail()
                    .forEach(use -> uses.put(
                            new EgressPlan.Mail(
                                    use.tenant(), use.stream() == null ? null : Precedence.of(use.stream())),
                            pool.name()));
        }
        List<EgressPool> pools = storedPools.stream()
                .map(pool -> new EgressPool(
                        pool.name(),
                        pool.sources().stream()
                                .map(share -> new EgressPool.Share(sources.get(share.source()), share.weight()))
                                .toList()))
                .toList();
        return EgressPlan.of(sources.values(), pools, uses);
    }

    private EgressSource source(StoredSource stored) {
        return new EgressSource(
                stored.name(),
                new Egress(address(stored.address()), stored.ehloName(), proxy(stored.proxy())),
                stored.warmUp());
    }

    private static InetAddress address(String literal) {
        try {
            return literal == null ? null : InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(literal + " is not an address", e);
        }
    }

    private Egress.Proxy proxy(StoredSource.StoredProxy stored) {
        if (stored == null) {
            return null;
        }
        RemoteHost.Login login = stored.user() == null
                ? null
                : new RemoteHost.Login(
                        stored.user(), new String(secrets.decrypt(stored.password()), StandardCharsets.UTF_8));
        return new Egress.Proxy(
                Egress.Proxy.Kind.valueOf(stored.kind().toUpperCase(Locale.ROOT)),
                new InetSocketAddress(stored.host(), stored.port()),
                login);
    }
}
