package relay.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
import relay.ledger.Acceptance;
import relay.ledger.Event;
import relay.ledger.EventType;
import relay.ledger.Ledger;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path directory;

    private final Retention retention = new Retention(Duration.ofDays(30), Duration.ZERO);
    private Database database;
    private Ledger ledger;

    @BeforeEach
    void open() {
        database = Database.of(Configuration.of(Map.of("RELAY_DATA_DIR", directory.toString()), new Properties()));
        Migrations.apply(database);
        ledger = new Ledger(database, Thread::new);
    }

    @AfterEach
    void close() throws SQLException {
        ledger.close();
        database.shutdown();
    }

    private void accepted(Duration ago, RecipientStatus status) {
        QueueIds ids = new QueueIds(Clock.fixed(NOW.minus(ago), ZoneOffset.UTC));
        String id = ids.next();
        ledger.record(new Acceptance(
                        Deliveries.message(id, "transactional"),
                        List.of(new RecipientRow(0, "a@x.example", "x.example", status, 1L, null, null, null)),
                        new byte[] {1},
                        List.of(Event.of(ids.next(), 1, EventType.ACCEPTED, "T", id, 0, "a@x.example"))))
                .join();
    }

    private int sweep() throws SQLException {
        try (Connection connection = database.connect()) {
            return retention.sweep(connection, NOW);
        }
    }

    private long count(String table) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void removesFinishedMessagesWithAllThatBelongsToThem() throws SQLException {
        accepted(Duration.ofDays(31), RecipientStatus.DELIVERED);
        assertThat(sweep()).isPositive();
        for (String table : List.of("message", "recipient", "event", "content")) {
            assertThat(count(table)).as(table).isZero();
        }
    }

    @Test
    void keepsWhatIsYoung() throws SQLException {
        accepted(Duration.ofDays(29), RecipientStatus.DELIVERED);
        sweep();
        assertThat(count("message")).isEqualTo(1);
    }

    @Test
    void neverRemovesWhatIsNotFinished() throws SQLException {
        accepted(Duration.ofDays(400), RecipientStatus.HELD);
        assertThat(sweep()).isZero();
        assertThat(count("message")).isEqualTo(1);
        assertThat(count("content")).isEqualTo(1);
    }

    private void orphan(Duration ageOfItsId, Duration age) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO content (queue_id, chunk, bytes, written_at) VALUES ('"
                    + QueueIds.first(NOW.minus(ageOfItsId)) + "', 0, X'00', "
                    + NOW.minus(age).toEpochMilli() + ")");
        }
    }

    @Test
    void removesContentsThatACrashLeftBehind() throws SQLException {
        orphan(Duration.ofHours(27), Duration.ofHours(27));
        sweep();
        assertThat(count("content")).isZero();
    }

    @Test
    void keepsTheContentOfARetryUnderAnOldKey() throws SQLException {
        orphan(Duration.ofHours(27), Duration.ofMinutes(1));
        sweep();
        assertThat(count("content")).isEqualTo(1);
    }

    @Test
    void comesToAnEnd() throws SQLException {
        for (int i = 0; i < 3; i++) {
            accepted(Duration.ofDays(40).plusMinutes(i), RecipientStatus.DELIVERED);
        }
        while (sweep() > 0) {
            // until nothing is left
        }
        assertThat(count("message")).isZero();
    }
}
