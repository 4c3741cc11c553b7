package relay.database;

import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import relay.configuration.Configuration;

/** The databases that tests run against, with the relay's schema: H2 in memory, and PostgreSQL where it is installed. */
public final class TestDatabases {
    private static Database h2;
    private static Database postgresql;

    private TestDatabases() {}

    /** One after the other; tests keep apart by their tenants. */
    public static synchronized Stream<Database> all() {
        if (h2 == null) {
            h2 = migrated("jdbc:h2:mem:relay;DB_CLOSE_DELAY=-1", "relay");
            postgresql = PostgresServer.start()
                    .map(server -> migrated(server.url(), "postgres"))
                    .orElse(null);
        }
        return Stream.of(h2, postgresql).filter(database -> database != null);
    }

    /** Its connections, without a pool. */
    public static DataSource dataSource(Database database) {
        return new Connections(database);
    }

    private static Database migrated(String url, String user) {
        Database database =
                Database.of(Configuration.of(Map.of("RELAY_DB_URL", url, "RELAY_DB_USER", user), new Properties()));
        Migrations.apply(database);
        return database;
    }
}
