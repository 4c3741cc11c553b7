package relay.tenant;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.queue.QueueIds;

/** Tenants: made, changed and removed by administrators. */
@Stateless
public class Tenants {
    private static final int MAX_NAME = 200;
    private static final Set<String> STATUSES = Set.of(TenantEntity.ACTIVE, TenantEntity.SUSPENDED);

    @PersistenceContext(unitName = "relay")
    private EntityManager entities;

    @Inject
    private DirectoryChanges changes;

    @Inject
    private QueueIds ids;

    @Inject
    private Clock clock;

    /**
     * A new tenant.
     *
     * @throws InvalidRequestException when a value is not allowed
     * @throws ConflictException when the name is taken
     */
    public TenantEntity create(TenantChange wanted) {
        if (wanted.name() == null) {
            throw new InvalidRequestException("name", "name is missing");
        }
        check(wanted, null);
        TenantEntity tenant =
                new TenantEntity(ids.next(), wanted.name(), wanted.perHour(), wanted.perDay(), clock.instant());
        entities.persist(tenant);
        changes.announce();
        return tenant;
    }

    /** Tenants by id, after this one. */
    public List<TenantEntity> list(String after, int limit) {
        return entities.createQuery(
                        "SELECT t FROM TenantEntity t WHERE t.id > :after ORDER BY t.id", TenantEntity.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    public Optional<TenantEntity> find(String id) {
        return Optional.ofNullable(entities.find(TenantEntity.class, id));
    }

    /** The tenant of this name. */
    public Optional<TenantEntity> named(String name) {
        return entities.createQuery("SELECT t FROM TenantEntity t WHERE t.name = :name", TenantEntity.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    /** Changes a tenant; empty when it does not exist. */
    public Optional<TenantEntity> change(String id, TenantChange change) {
        Optional<TenantEntity> tenant = find(id);
        tenant.ifPresent(found -> {
            check(change, id);
            found.change(change);
            changes.announce();
        });
        return tenant;
    }

    /** Removes a tenant with its domains, keys and credentials; its messages stay until retention. */
    public boolean remove(String id) {
        Optional<TenantEntity> tenant = find(id);
        tenant.ifPresent(found -> {
            entities.remove(found);
            changes.announce();
        });
        return tenant.isPresent();
    }

    private void check(TenantChange wanted, String self) {
        if (wanted.name() != null) {
            if (wanted.name().isBlank() || wanted.name().length() > MAX_NAME) {
                throw new InvalidRequestException("name", "name must have 1 to " + MAX_NAME + " characters");
            }
            if (named(wanted.name())
                    .filter(other -> !other.getId().equals(self))
                    .isPresent()) {
                throw new ConflictException("There is a tenant of the name " + wanted.name());
            }
        }
        if (wanted.status() != null && !STATUSES.contains(wanted.status())) {
            throw new InvalidRequestException("status", "status must be active or suspended");
        }
        checkLimit("perHour", wanted.perHour());
        checkLimit("perDay", wanted.perDay());
    }

    private static void checkLimit(String field, Integer limit) {
        if (limit != null && limit < 0) {
            throw new InvalidRequestException(field, field + " must be a whole number from 1, or 0 for no limit");
        }
    }
}
