package relay.egress;

import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.tenant.ConflictException;
import relay.tenant.InvalidRequestException;

/** Pools: made, changed and removed by administrators. This node heeds a change at once, the others within a second. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EgressPools {
    private static final int MOST_WEIGHT = 1_000;
    private static final Set<String> STREAMS = Set.of("transactional", "broadcast");

    @Inject
    private EgressStore store;

    @Inject
    private EgressReader reader;

    @Inject
    private Clock clock;

    /**
     * A new pool.
     *
     * @throws InvalidRequestException when a value is not allowed
     * @throws ConflictException when the name, or mail that it is for, is taken
     */
    public StoredPool create(PoolChange wanted) {
        String name = SourceRules.name(wanted.name());
        if (find(name).isPresent()) {
            throw new ConflictException("There is an egress pool of the name " + name);
        }
        return put(new StoredPool(
                name,
                wanted.sources() == null ? List.of() : wanted.sources(),
                wanted.mail() == null ? List.of() : wanted.mail(),
                clock.millis()));
    }

    /** All pools by name. */
    public List<StoredPool> list() {
        try {
            return store.pools();
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    public Optional<StoredPool> find(String name) {
        return list().stream().filter(pool -> pool.name().equals(name)).findFirst();
    }

    /** Changes a pool; empty when it does not exist. */
    public Optional<StoredPool> change(String name, PoolChange change) {
        return find(name)
                .map(found -> put(new StoredPool(
                        name,
                        change.sources() == null ? found.sources() : change.sources(),
                        change.mail() == null ? found.mail() : change.mail(),
                        found.createdAt())));
    }

    /** Removes a pool, whose mail has the default pool from then on; false when it does not exist. */
    public boolean remove(String name) {
        try {
            boolean removed = store.removePool(name);
            reader.refresh();
            return removed;
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    private StoredPool put(StoredPool wanted) {
        try {
            StoredPool pool =
                    new StoredPool(wanted.name(), weighted(wanted.sources()), uses(wanted), wanted.createdAt());
            store.put(pool);
            reader.refresh();
            return pool;
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    private List<StoredPool.Weighted> weighted(List<StoredPool.Weighted> shares) throws SQLException {
        if (shares.isEmpty()) {
            throw new InvalidRequestException(
                    "sources", "sources must name at least one source, as in [{\"source\":\"mail-1\",\"weight\":1}]");
        }
        Set<String> known = new HashSet<>();
        store.sources().forEach(source -> known.add(source.name()));
        for (StoredPool.Weighted share : shares) {
            if (share.source() == null || !known.remove(share.source())) {
                throw new InvalidRequestException(
                        "sources",
                        "sources must each name a source that exists, once: add \"" + share.source()
                                + "\" to /egress/sources first, or name it once");
            }
            if (share.weight() != null && (share.weight() < 1 || share.weight() > MOST_WEIGHT)) {
                throw new InvalidRequestException("sources", "sources: weight must be from 1 to " + MOST_WEIGHT);
            }
        }
        return shares.stream()
                .map(share -> new StoredPool.Weighted(share.source(), share.weight() == null ? 1 : share.weight()))
                .toList();
    }

    private List<StoredPool.Use> uses(StoredPool pool) throws SQLException {
        for (StoredPool.Use use : pool.mail()) {
            if (use.tenant() == null && use.stream() == null) {
                throw new InvalidRequestException(
                        "mail",
                        "mail must name a tenant, a stream or both; all other mail has the pool of the name default");
            }
            if (use.stream() != null && !STREAMS.contains(use.stream())) {
                throw new InvalidRequestException("mail", "mail: stream must be transactional or broadcast");
            }
            if (use.tenant() != null && !store.hasTenant(use.tenant())) {
                throw new InvalidRequestException("mail", "mail: there is no tenant " + use.tenant());
            }
        }
        for (StoredPool other : store.pools()) {
            other.mail().stream()
                    .filter(use ->
                            !other.name().equals(pool.name()) && pool.mail().contains(use))
                    .findFirst()
                    .ifPresent(use -> {
                        throw new ConflictException("The mail of " + use + " has the pool " + other.name()
                                + ": take it out of there first");
                    });
        }
        return pool.mail().stream().distinct().toList();
    }
}
