package relay.retention;

import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.database.Database;

/** {@link Retention} with the settings in force, one small transaction at a time. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RetentionBean {
    @Inject
    private Database database;

    @Inject
    private Configuration configuration;

    @Inject
    private Clock clock;

    /** Removes one batch of what is due; 0 when nothing is left. */
    public int sweep() {
        Retention retention =
                new Retention(configuration.get(Settings.RETENTION), configuration.get(Settings.CONTENT_RETENTION));
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            int removed = retention.sweep(connection, clock.instant());
            connection.commit();
            return removed;
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }
}
