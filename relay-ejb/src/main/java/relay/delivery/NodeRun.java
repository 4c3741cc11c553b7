package relay.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.database.Database;
import relay.ledger.EventType;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;

/**
 * One run of one node. What an earlier run had claimed and not settled is in doubt: the remote host may have taken the
 * message. Transactional mail is sent again, broadcast mail waits for a decision.
 *
 * <p>The earlier run of this data directory is known to be dead when a new one begins; runs of other nodes count as dead
 * once their claims have ended.
 */
public final class NodeRun {
    private static final Logger LOG = Logger.getLogger(NodeRun.class.getName());
    private static final String REASON =
            "The relay stopped while it was sending; the remote host may have taken the message";
    private static final int BATCH = 500;

    private final Database database;
    private final String id;
    private final String hostname;
    private final Path file;
    private final Clock clock;
    private final QueueIds ids;

    public NodeRun(Database database, String id, String hostname, Path dataDirectory, Clock clock, QueueIds ids) {
        this.database = database;
        this.id = id;
        this.hostname = hostname;
        this.file = dataDirectory.resolve("run");
        this.clock = clock;
        this.ids = ids;
    }

    /** Identity of this run, in its claims. */
    public String id() {
        return id;
    }

    /** Settles what the earlier run of this data directory left, and announces this one. */
    public void begin() {
        try {
            String earlier = Files.exists(file) ? Files.readString(file).trim() : "";
            try (Connection connection = database.connect()) {
                connection.setAutoCommit(false);
                settleClaims(connection, "claimed_by = ?", earlier);
                announce(connection);
                connection.commit();
                database.sync(connection);
            }
            Files.writeString(file, id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("Earlier claims cannot be settled: " + e.getMessage(), e);
        }
    }

    /** Says that this run is alive, and settles what dead runs of other nodes left. Never fails. */
    public void beat() {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement alive =
                    connection.prepareStatement("UPDATE node_run SET alive_at = ? WHERE id = ?")) {
                alive.setLong(1, clock.millis());
                alive.setString(2, id);
                alive.executeUpdate();
            }
            settleClaims(connection, "claimed_until < " + clock.millis() + " AND claimed_by <> ?", id);
            connection.commit();
        } catch (SQLException e) {
            LOG.log(Level.FINE, "event=heartbeat-missed", e);
        }
    }

    private void announce(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO node_run (id, hostname, alive_at) VALUES (?,?,?)")) {
            insert.setString(1, id);
            insert.setString(2, hostname);
            insert.setLong(3, clock.millis());
            insert.executeUpdate();
        }
    }

    private void settleClaims(Connection connection, String which, String run) throws SQLException {
        String query = "SELECT r.queue_id, r.number, r.tenant_id, r.address, r.generation, m.stream FROM recipient r"
                + " JOIN message m ON m.queue_id = r.queue_id WHERE r.claimed_by IS NOT NULL AND " + which;
        int settled = 0;
        try (PreparedStatement claims = connection.prepareStatement(query);
                PreparedStatement update = connection.prepareStatement("UPDATE recipient SET status = ?, next_at = ?,"
                        + " last_reply = ?, claimed_by = NULL, claimed_until = NULL, updated_at = ?,"
                        + " generation = generation + 1 WHERE queue_id = ? AND number = ? AND generation = ?");
                PreparedStatement event = connection.prepareStatement("INSERT INTO event (id, at, type, tenant_id,"
                        + " queue_id, number, recipient, reply, enhanced_status) VALUES (?,?,?,?,?,?,?,?,'4.4.2')")) {
            claims.setString(1, run);
            try (ResultSet row = claims.executeQuery()) {
                while (row.next()) {
                    addUpdate(update, row);
                    addEvent(event, row);
                    if (++settled % BATCH == 0) {
                        update.executeBatch();
                        event.executeBatch();
                    }
                }
            }
            update.executeBatch();
            event.executeBatch();
        }
        if (settled > 0) {
            LOG.log(Level.WARNING, "event=in-doubt recipients={0} run={1}", new Object[] {settled, run});
        }
    }

    private void addUpdate(PreparedStatement update, ResultSet row) throws SQLException {
        boolean broadcast = row.getString("stream").equals("broadcast");
        update.setString(1, (broadcast ? RecipientStatus.IN_DOUBT : RecipientStatus.QUEUED).word());
        update.setObject(2, broadcast ? null : clock.millis(), java.sql.Types.BIGINT);
        update.setString(3, REASON);
        update.setLong(4, clock.millis());
        update.setString(5, row.getString("queue_id"));
        update.setInt(6, row.getInt("number"));
        update.setInt(7, row.getInt("generation"));
        update.addBatch();
    }

    private void addEvent(PreparedStatement event, ResultSet row) throws SQLException {
        event.setString(1, ids.next());
        event.setLong(2, clock.millis());
        event.setString(3, EventType.IN_DOUBT.word());
        event.setString(4, row.getString("tenant_id"));
        event.setString(5, row.getString("queue_id"));
        event.setInt(6, row.getInt("number"));
        event.setString(7, row.getString("address"));
        event.setString(8, REASON);
        event.addBatch();
    }
}
