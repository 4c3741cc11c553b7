package relay.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;

/** Brings the schema up to this release's. */
public final class Migrations {
    private static final Logger LOG = Logger.getLogger(Migrations.class.getName());

    private Migrations() {}

    /** Applies what is missing; several nodes may do so at a time, one of them then waits. */
    public static void apply(Database database) {
        int applied = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(new Connections(database))
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
        LOG.log(Level.INFO, "event=database-ready database={0} version=\"{1}\" migrations={2}", new Object[] {
            database, version(database), applied
        });
    }

    private static String version(Database database) {
        try (Connection connection = database.connect()) {
            return connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            return "unknown";
        }
    }
}
