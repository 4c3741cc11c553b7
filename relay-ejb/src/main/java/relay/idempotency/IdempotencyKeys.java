package relay.idempotency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import javax.sql.DataSource;
import relay.database.Database;
import relay.queue.QueueIds;
import relay.secret.Sha256;

/**
 * The keys of the last 24 hours. Correct for requests at a time, on this node and on others: each step is one
 * conditional statement, and who changed a row goes on.
 */
public final class IdempotencyKeys {
    /** How long a key counts; retention removes it afterwards. */
    public static final Duration KEPT = Duration.ofHours(24);
    /** After this a request without an answer counts as dead, and the next one takes it up. */
    public static final Duration TAKEN_OVER_AFTER = Duration.ofSeconds(30);

    private static final int TRIES = 5;
    private static final String DUPLICATE = "23505";

    private final DataSource dataSource;
    private final Database database;
    private final Clock clock;

    /**
     * Keys.
     *
     * @param dataSource whose connections commit by themselves: it is used outside transactions
     * @param database makes what is committed durable
     */
    public IdempotencyKeys(DataSource dataSource, Database database, Clock clock) {
        this.dataSource = dataSource;
        this.database = database;
        this.clock = clock;
    }

    /** A row as it was read. */
    private record Row(byte[] bodyHash, String queueId, String answer, long createdAt, long lockedAt) {}

    /**
     * Claims a key for a request.
     *
     * @param bodyHash what the request is recognised by
     */
    public Claimed claim(String tenantId, String key, byte[] bodyHash) throws SQLException {
        byte[] keyHash = Sha256.of(key);
        try (Connection connection = dataSource.getConnection()) {
            for (int i = 0; i < TRIES; i++) {
                Claimed claimed = tryToClaim(connection, tenantId, keyHash, bodyHash);
                if (claimed != null) {
                    return claimed;
                }
            }
        }
        return new Claimed.Running(Duration.ofSeconds(1));
    }

    /** Null when another request changed the row between two looks at it. */
    private Claimed tryToClaim(Connection connection, String tenantId, byte[] keyHash, byte[] bodyHash)
            throws SQLException {
        long now = clock.millis();
        Row row = read(connection, tenantId, keyHash);
        if (row == null) {
            String queueId = QueueIds.derived(tenantId, keyHash, now);
            return insert(connection, tenantId, keyHash, bodyHash, queueId, now)
                    ? opened(connection, queueId, false)
                    : null;
        }
        if (row.createdAt() <= now - KEPT.toMillis()) {
            remove(connection, tenantId, keyHash, row.queueId());
            return null;
        }
        if (!Arrays.equals(row.bodyHash(), bodyHash)) {
            return new Claimed.Different();
        }
        if (row.answer() != null) {
            return new Claimed.Answered(row.queueId(), row.answer().isEmpty() ? null : row.answer());
        }
        long free = row.lockedAt() + TAKEN_OVER_AFTER.toMillis();
        if (now < free) {
            return new Claimed.Running(Duration.ofMillis(free - now).plusMillis(999));
        }
        return takeOver(connection, tenantId, keyHash, row, now) ? opened(connection, row.queueId(), true) : null;
    }

    /** Durable before anything is sent: a retry after a power loss must find the same queue id. */
    private Claimed opened(Connection connection, String queueId, boolean again) throws SQLException {
        database.sync(connection);
        return new Claimed.Open(queueId, again);
    }

    /** Keeps the answer for those who repeat the request. */
    public void answered(String tenantId, String key, String queueId, String messageId) throws SQLException {
        execute(
                "UPDATE idempotency SET answer = ? WHERE tenant_id = ? AND key_hash = ? AND queue_id = ?",
                messageId == null ? "" : messageId,
                tenantId,
                Sha256.of(key),
                queueId);
    }

    /** Nothing was sent: the key is free for another request. */
    public void forget(String tenantId, String key, String queueId) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            remove(connection, tenantId, Sha256.of(key), queueId);
        }
    }

    /** Perhaps something was sent: the next try goes on at once, with the same queue id. */
    public void release(String tenantId, String key, String queueId) throws SQLException {
        execute(
                "UPDATE idempotency SET locked_at = 0 WHERE tenant_id = ? AND key_hash = ? AND queue_id = ?"
                        + " AND answer IS NULL",
                tenantId,
                Sha256.of(key),
                queueId);
    }

    private static Row read(Connection connection, String tenantId, byte[] keyHash) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT body_hash, queue_id, answer, created_at,"
                + " locked_at FROM idempotency WHERE tenant_id = ? AND key_hash = ?")) {
            query.setString(1, tenantId);
            query.setBytes(2, keyHash);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new Row(row.getBytes(1), row.getString(2), row.getString(3), row.getLong(4), row.getLong(5))
                        : null;
            }
        }
    }

    private static boolean insert(
            Connection connection, String tenantId, byte[] keyHash, byte[] bodyHash, String queueId, long now)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO idempotency (tenant_id, key_hash,"
                + " body_hash, queue_id, created_at, locked_at) VALUES (?,?,?,?,?,?)")) {
            insert.setString(1, tenantId);
            insert.setBytes(2, keyHash);
            insert.setBytes(3, bodyHash);
            insert.setString(4, queueId);
            insert.setLong(5, now);
            insert.setLong(6, now);
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (DUPLICATE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static boolean takeOver(Connection connection, String tenantId, byte[] keyHash, Row row, long now)
            throws SQLException {
        return 1
                == update(
                        connection,
                        "UPDATE idempotency SET locked_at = ? WHERE tenant_id = ? AND key_hash = ? AND queue_id = ?"
                                + " AND locked_at = ? AND answer IS NULL",
                        now,
                        tenantId,
                        keyHash,
                        row.queueId(),
                        row.lockedAt());
    }

    private static void remove(Connection connection, String tenantId, byte[] keyHash, String queueId)
            throws SQLException {
        update(
                connection,
                "DELETE FROM idempotency WHERE tenant_id = ? AND key_hash = ? AND queue_id = ?",
                tenantId,
                keyHash,
                queueId);
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            update(connection, sql, values);
        }
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
        }
    }
}
