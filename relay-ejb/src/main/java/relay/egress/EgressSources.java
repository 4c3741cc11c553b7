package relay.egress;

import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import relay.secret.SecretBox;
import relay.tenant.ConflictException;

/** Sources: made, changed and removed by administrators. This node heeds a change at once, the others within a second. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EgressSources {
    @Inject
    private EgressStore store;

    @Inject
    private WarmUpStore warmUps;

    @Inject
    private EgressReader reader;

    @Inject
    private SecretBox secrets;

    @Inject
    private Clock clock;

    /**
     * A new source.
     *
     * @throws relay.tenant.InvalidRequestException when a value is not allowed
     * @throws ConflictException when the name is taken
     */
    public StoredSource create(SourceChange wanted) {
        String name = SourceRules.name(wanted.name());
        if (find(name).isPresent()) {
            throw new ConflictException("There is an egress source of the name " + name);
        }
        StoredSource source = new SourceRules(secrets)
                .changed(new StoredSource(name, null, null, null, null, null, clock.millis()), wanted);
        try {
            store.add(source);
        } catch (SQLException e) {
            throw new EJBException(e);
        }
        reader.refresh();
        return source;
    }

    /** All sources by name. */
    public List<StoredSource> list() {
        try {
            return store.sources();
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    public Optional<StoredSource> find(String name) {
        try {
            return store.source(name);
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    /** What a source has used of the last days of its warm-up, the latest first, then by site. */
    public List<WarmUpUse> warmUpUse(String name) {
        try {
            return warmUps.used(name);
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    /** Changes a source; empty when it does not exist. */
    public Optional<StoredSource> change(String name, SourceChange change) {
        Optional<StoredSource> changed = find(name).map(found -> new SourceRules(secrets).changed(found, change));
        try {
            if (changed.isPresent()) {
                store.replace(changed.get());
                reader.refresh();
            }
        } catch (SQLException e) {
            throw new EJBException(e);
        }
        return changed;
    }

    /**
     * Removes a source; false when it does not exist.
     *
     * @throws ConflictException while a pool has it
     */
    public boolean remove(String name) {
        try {
            for (StoredPool pool : store.pools()) {
                if (pool.sources().stream().anyMatch(share -> share.source().equals(name))) {
                    throw new ConflictException(
                            "The pool " + pool.name() + " has the source " + name + ": take it out of there first");
                }
            }
            boolean removed = store.removeSource(name);
            reader.refresh();
            return removed;
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }
}
