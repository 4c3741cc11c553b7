package relay.retention;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import relay.queue.QueueIds;

/**
 * What leaves, and when.
 *
 * @param messages how long finished messages stay
 * @param contents how long contents of finished messages stay, counted from acceptance
 */
record Retention(Duration messages, Duration contents) {
    private static final int BATCH = 500;
    private static final int CHUNKS = 16;
    /**
     * A content without its message was written before any acceptance that is still under way. Its queue id says little
     * of its age: that of a retry under an idempotency key is as old as the key.
     */
    private static final Duration ORPHAN_AGE = Duration.ofHours(26);

    private static final Duration IDEMPOTENCY = Duration.ofHours(24);
    private static final List<String> OF_A_MESSAGE = List.of("attempt", "event", "recipient", "message_tag", "message");

    /** Removes one batch of each kind in the connection's transaction; returns how many rows' owners went. */
    int sweep(Connection connection, Instant now) throws SQLException {
        return removeMessages(connection, now.minus(messages))
                + removeContents(connection, now.minus(contents.compareTo(messages) < 0 ? contents : messages))
                + removeOrphans(connection, now.minus(ORPHAN_AGE))
                + removeIdempotency(connection, now.minus(IDEMPOTENCY));
    }

    private static int removeMessages(Connection connection, Instant before) throws SQLException {
        List<String> finished = ids(
                connection,
                "SELECT queue_id FROM message WHERE unfinished = 0 AND queue_id < ? AND NOT EXISTS (SELECT 1 FROM content c WHERE c.queue_id = message.queue_id) ORDER BY queue_id"
                        + " FETCH FIRST " + BATCH + " ROWS ONLY",
                before);
        for (String table : OF_A_MESSAGE) {
            delete(connection, "DELETE FROM " + table + " WHERE queue_id = ?", finished);
        }
        return finished.size();
    }

    private static int removeContents(Connection connection, Instant before) throws SQLException {
        return removeChunks(
                connection,
                "SELECT c.queue_id, c.chunk FROM content c JOIN message m ON m.queue_id = c.queue_id"
                        + " WHERE m.unfinished = 0 AND c.queue_id < ?",
                before);
    }

    private static int removeOrphans(Connection connection, Instant before) throws SQLException {
        return removeChunks(
                connection,
                "SELECT c.queue_id, c.chunk FROM content c WHERE c.queue_id < ? AND c.written_at < "
                        + before.toEpochMilli()
                        + " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.queue_id = c.queue_id)",
                before);
    }

    /** A few chunks at a time: the database holds in memory what a transaction removes. */
    private static int removeChunks(Connection connection, String which, Instant before) throws SQLException {
        int removed = 0;
        try (PreparedStatement query = connection.prepareStatement(which + " FETCH FIRST " + CHUNKS + " ROWS ONLY");
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM content WHERE queue_id = ? AND chunk = ?")) {
            query.setString(1, QueueIds.first(before));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    delete.setString(1, row.getString(1));
                    delete.setInt(2, row.getInt(2));
                    delete.addBatch();
                    removed++;
                }
            }
            if (removed > 0) {
                delete.executeBatch();
            }
        }
        return removed;
    }

    private static int removeIdempotency(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM idempotency WHERE created_at < ?")) {
            delete.setLong(1, before.toEpochMilli());
            return delete.executeUpdate();
        }
    }

    private static List<String> ids(Connection connection, String sql, Instant before) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, QueueIds.first(before));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
        }
        return ids;
    }

    private static void delete(Connection connection, String sql, List<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            for (String id : ids) {
                delete.setString(1, id);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }
}
