package relay.tenant;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.database.Database;

/** Announces a change to tenants, domains, keys or credentials: to this node at once, to the others within a second. */
@Stateless
public class DirectoryChanges {
    private static final Logger LOG = Logger.getLogger(DirectoryChanges.class.getName());

    @PersistenceContext(unitName = "relay")
    private EntityManager entities;

    @Resource
    private TransactionSynchronizationRegistry transaction;

    @Inject
    private DirectoryReader directory;

    @Inject
    private Database database;

    /** To be called in the transaction that makes the change. */
    public void announce() {
        entities.createNativeQuery("UPDATE directory_version SET version = version + 1 WHERE id = 1")
                .executeUpdate();
        transaction.registerInterposedSynchronization(new AfterCommit());
    }

    private final class AfterCommit implements Synchronization {
        @Override
        public void beforeCompletion() {
            // only what is committed counts
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                sync();
                directory.refresh();
            }
        }
    }

    private void sync() {
        try (Connection connection = database.connect()) {
            database.sync(connection);
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "event=sync-failed", e);
        }
    }
}
