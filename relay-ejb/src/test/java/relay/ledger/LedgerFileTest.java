package relay.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.configuration.Configuration;
import relay.database.Database;
import relay.database.Migrations;
import relay.delivery.Deliveries;

/**
 * What a kill leaves is the file as it is, without the close that puts everything in order. H2 2.5.252 lost what it had
 * written into space that had become free, until it wrote its header again.
 */
class LedgerFileTest {
    /** As the file of an embedded database, with space that is used again at once instead of after five seconds. */
    private static final String OPTIONS = ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1;RETENTION_TIME=0";

    @TempDir
    Path directory;

    private Database database;
    private Ledger ledger;

    @BeforeEach
    void open() {
        database = Database.of(Configuration.of(
                Map.of("RELAY_DB_URL", "jdbc:h2:file:" + directory.resolve("relay") + OPTIONS), new Properties()));
        Migrations.apply(database);
        ledger = new Ledger(database, Thread::new);
    }

    @AfterEach
    void close() throws SQLException {
        ledger.close();
        database.shutdown();
    }

    @Test
    void whatIsDurableIsFoundWithoutAClose() throws SQLException, IOException {
        for (int i = 100; i < 160; i++) {
            String id = "01M80144MK6J2RQC1" + i;
            ledger.record(acceptance(id)).join();
            assertThat(statusInACopy(id)).isEqualTo("queued");
            ledger.settle(delivered(id)).join();
            assertThat(statusInACopy(id)).isEqualTo("delivered");
        }
    }

    private String statusInACopy(String id) throws SQLException, IOException {
        Path copy = Files.createTempDirectory(directory, "copy").resolve("relay.mv.db");
        Files.copy(directory.resolve("relay.mv.db"), copy);
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + copy.toString().replace(".mv.db", ""), "relay", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT status FROM recipient WHERE queue_id = '" + id + "'")) {
            return row.next() ? row.getString(1) : "not there";
        }
    }

    private static Acceptance acceptance(String id) {
        return new Acceptance(
                Deliveries.message(id, "transactional"),
                List.of(new RecipientRow(0, "r@x.example", "x.example", RecipientStatus.QUEUED, 1L, null, null, null)),
                new byte[20_000],
                List.of(Event.of(id, 1, EventType.ACCEPTED, "T", id, 0, "r@x.example")));
    }

    private static Outcome delivered(String id) {
        return new Outcome(
                id,
                0,
                0,
                RecipientStatus.DELIVERED,
                1,
                null,
                "250 ok",
                "mx",
                false,
                2,
                new Attempt(1, 1, 1, null, "mx", "192.0.2.1", null, "250 ok"),
                List.of(),
                false);
    }
}
