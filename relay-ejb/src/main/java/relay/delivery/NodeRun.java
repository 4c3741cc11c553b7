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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.database.Database;
import relay.ledger.EventType;
import relay.ledger.RecipientStatus;
import relay.ledger.SendingJournal;
import relay.queue.QueueIds;

/**
 * One run of one node. What an earlier run was sending and had not settled is in doubt: the remote host may have taken the
 * message. Transactional mail is sent again, broadcast mail waits for a decision. What it had claimed and not begun to
 * send waits again as before; only the node itself can know, so of a dead node's claims the others doubt all.
 *
 * <p>The earlier run of this data directory is known to be dead when a new one begins; runs of other nodes count as dead
 * once they have not been heard of for longer than their claims last.
 */
public final class NodeRun {
    private static final Logger LOG = Logger.getLogger(NodeRun.class.getName());
    /** What is said of a recipient whose delivery a dead run had begun. */
    public static final String REASON =
            "The relay stopped while it was sending; the remote host may have taken the message";
    /** RFC 3463: the connection was lost. */
    public static final String ENHANCED_STATUS = "4.4.2";

    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Database database;
    private final String id;
    private final String hostname;
    private final Duration lease;
    private final Path file;
    private final Clock clock;
    private final QueueIds ids;
    private final SendingJournal sendings;

    /**
     * A run, not yet begun.
     *
     * @param lease how long its claims last
     * @param sendings what earlier runs of this data directory were sending
     */
    public NodeRun(
            Database database,
            String id,
            String hostname,
            Duration lease,
            Path dataDirectory,
            Clock clock,
            QueueIds ids,
            SendingJournal sendings) {
        this.sendings = sendings;

        this.lease = lease;
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
                if (sendings.knows(earlier)) {
                    release(connection, earlier);
                }
                settleClaims(connection, "claimed_by = ?", earlier);

                forget(connection, earlier);
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
            connection.commit();
            for (String dead : deadRuns(connection)) {
                settleClaims(connection, "claimed_by = ? AND claimed_until < " + clock.millis(), dead);
                forget(connection, dead);
                connection.commit();
                database.sync(connection);
            }
        } catch (SQLException e) {
            LOG.log(Level.FINE, "event=heartbeat-missed", e);
        }
    }

    /** The runs that have not been heard of for longer than any of their claims lasts. */
    private List<String> deadRuns(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id FROM node_run WHERE alive_at < ? AND id <> ?")) {
            query.setLong(1, clock.millis() - lease.toMillis() - GRACE.toMillis());
            query.setString(2, id);
            List<String> dead = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    dead.add(row.getString(1));
                }
            }
            return dead;
        }
    }

    private static void forget(Connection connection, String run) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM node_run WHERE id = ?")) {
            delete.setString(1, run);
            delete.executeUpdate();
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

    /** What it had claimed and not begun to send is in no doubt. */
    private void release(Connection connection, String run) throws SQLException {
        try (PreparedStatement claims = connection.prepareStatement(
                        "SELECT queue_id, number, generation FROM recipient WHERE claimed_by = ?");
                PreparedStatement update =
                        connection.prepareStatement("UPDATE recipient SET next_at = ?, claimed_by = NULL,"
                                + " claimed_until = NULL, updated_at = ?, generation = generation + 1"
                                + " WHERE queue_id = ? AND number = ? AND generation = ? AND claimed_by = ?")) {
            claims.setString(1, run);
            try (ResultSet row = claims.executeQuery()) {
                while (row.next()) {
                    if (!sendings.isInDoubt(row.getString(1), row.getInt(2), row.getInt(3))) {
                        update.setLong(1, clock.millis());
                        update.setLong(2, clock.millis());
                        update.setString(3, row.getString(1));
                        update.setInt(4, row.getInt(2));
                        update.setInt(5, row.getInt(3));
                        update.setString(6, run);
                        update.addBatch();
                    }
                }
            }
            update.executeBatch();
        }
    }

    /** Another node may do the same at this moment: only who changes the row tells of it. */
    private void settleClaims(Connection connection, String which, String run) throws SQLException {
        String query = "SELECT r.queue_id, r.number, r.tenant_id, r.address, r.generation, m.stream FROM recipient r"
                + " JOIN message m ON m.queue_id = r.queue_id WHERE " + which;
        int settled = 0;
        try (PreparedStatement claims = connection.prepareStatement(query);
                PreparedStatement update = connection.prepareStatement("UPDATE recipient SET status = ?, next_at = ?,"
                        + " last_reply = ?, claimed_by = NULL, claimed_until = NULL, updated_at = ?,"
                        + " generation = generation + 1 WHERE queue_id = ? AND number = ? AND generation = ?"
                        + " AND claimed_by = ?");
                PreparedStatement event = connection.prepareStatement("INSERT INTO event (id, at, type, tenant_id,"
                        + " queue_id, number, recipient, reply, enhanced_status) VALUES (?,?,?,?,?,?,?,?,'4.4.2')")) {
            claims.setString(1, run);
            try (ResultSet row = claims.executeQuery()) {
                while (row.next()) {
                    if (takesOver(update, row, run)) {
                        addEvent(event, row);
                        settled++;
                    }
                }
            }
            event.executeBatch();
        }
        if (settled > 0) {
            LOG.log(Level.WARNING, "event=in-doubt recipients={0} run={1}", new Object[] {settled, run});
        }
    }

    private boolean takesOver(PreparedStatement update, ResultSet row, String run) throws SQLException {
        boolean broadcast = row.getString("stream").equals("broadcast");
        update.setString(1, (broadcast ? RecipientStatus.IN_DOUBT : RecipientStatus.QUEUED).word());
        update.setObject(2, broadcast ? null : clock.millis(), java.sql.Types.BIGINT);
        update.setString(3, REASON);
        update.setLong(4, clock.millis());
        update.setString(5, row.getString("queue_id"));
        update.setInt(6, row.getInt("number"));
        update.setInt(7, row.getInt("generation"));
        update.setString(8, run);
        return update.executeUpdate() == 1;
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
