package relay.it.mail;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import relay.it.running.RelayProcess;

/** What the relay has on record, read from its database: from a copy of the file where it is the embedded one. */
public final class Records {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String url;

    private Records(String url) {
        this.url = url;
    }

    /** As they are now. */
    public static Records of(RelayProcess relay) {
        String external = relay.setting("RELAY_DB_URL");
        return new Records(external == null ? copied(relay.dataDirectory().resolve("database/relay.mv.db")) : external);
    }

    /** A copy that was made while the relay wrote may be torn; then the next one serves. */
    private static String copied(Path file) {
        return await("a copy of the database that opens")
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> opened(file), url -> true);
    }

    private static String opened(Path file) throws IOException, SQLException {
        Path copy = Files.createTempDirectory("records-").resolve("relay.mv.db");
        copy.getParent().toFile().deleteOnExit();
        copy.toFile().deleteOnExit();
        Files.copy(file, copy);
        String url = "jdbc:h2:file:" + copy.toString().replace(".mv.db", "") + ";ACCESS_MODE_DATA=r";
        DriverManager.getConnection(url, "relay", "").close();
        return url;
    }

    /** The published keys by the names that they are published under. */
    public Map<String, String> dkimRecords() {
        Map<String, String> published = new HashMap<>();
        for (List<String> row : query("SELECT k.selector, d.name, k.dns_value FROM dkim_key k"
                + " JOIN sending_domain d ON d.id = k.domain_id")) {
            published.put(row.get(0) + "._domainkey." + row.get(1), row.get(2));
        }
        return published;
    }

    /** The statuses of a message's recipients, in their order. */
    public List<String> statuses(String queueId) {
        return query("SELECT status FROM recipient WHERE queue_id = ? ORDER BY number", queueId).stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** The types of a message's events, in their order. */
    public List<String> events(String queueId) {
        return query("SELECT type FROM event WHERE queue_id = ? ORDER BY at, id", queueId).stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** What the remote hosts said last of a message's recipients, in their order. */
    public List<String> lastReplies(String queueId) {
        return query("SELECT last_reply FROM recipient WHERE queue_id = ? ORDER BY number", queueId).stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** How long each attempt at a message took. */
    public List<Integer> attemptMillis(String queueId) {
        return query("SELECT duration_millis FROM attempt WHERE queue_id = ? ORDER BY at", queueId).stream()
                .map(row -> Integer.parseInt(row.get(0)))
                .toList();
    }

    /** How many recipients have an event of this type. */
    public int recipientsWith(String eventType) {
        return Integer.parseInt(query(
                        "SELECT COUNT(*) FROM (SELECT DISTINCT queue_id, number FROM event WHERE type = ?) AS x",
                        eventType)
                .get(0)
                .get(0));
    }

    /** Rows of text. */
    public List<List<String>> query(String sql, Object... arguments) {
        try (Connection connection = DriverManager.getConnection(url, "relay", "");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return rows(row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<List<String>> rows(ResultSet row) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                values.add(row.getString(i));
            }
            rows.add(values);
        }
        return rows;
    }
}
