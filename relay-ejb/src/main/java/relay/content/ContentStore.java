package relay.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import relay.database.Database;
import relay.smtp.Content;

/** Reads and streams contents. */
public final class ContentStore {
    /** Contents up to this size are one chunk, written with their message, and may be cached. */
    public static final int CHUNK_BYTES = 256 << 10;

    /** Larger ones are cut into pieces of this size: each delivery under way holds some of them in memory. */
    private static final int STREAMED_BYTES = 64 << 10;

    private static final int FLUSHED_CHUNKS = 16;
    private static final long CACHE_BYTES = 48L << 20;

    private final DataSource dataSource;
    private final Database database;
    private final Clock clock;
    /** Contents that the database does not have yet. */
    private final Map<String, byte[]> held = new ConcurrentHashMap<>();

    private final Cache<String, byte[]> fresh = Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .weigher((String id, byte[] bytes) -> bytes.length + id.length())
            .build();

    /**
     * A store.
     *
     * @param dataSource for reading
     * @param database for writing large contents, in transactions of their own
     * @param clock says when a content was written
     */
    public ContentStore(DataSource dataSource, Database database, Clock clock) {
        this.dataSource = dataSource;
        this.database = database;
        this.clock = clock;
    }

    /** Keeps a small content that is stored later, until it is let go; whoever calls bounds how many. */
    public void hold(String queueId, byte[] content) {
        held.put(queueId, content);
    }

    /** The content that was held is stored now, or needed no more. */
    public void letGo(String queueId) {
        held.remove(queueId);
    }

    /** Remembers a small content that was just stored. */
    public void remember(String queueId, byte[] content) {
        fresh.put(queueId, content);
    }

    /** Forgets a content that is no longer needed. */
    public void forget(String queueId) {
        fresh.invalidate(queueId);
    }

    /**
     * Writes a large content chunk by chunk; durable once the message itself is recorded. Writing it again replaces it.
     *
     * @return its length in bytes
     */
    public long write(String queueId, InputStream content) throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(true);
            removeAll(connection, queueId);
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO content (queue_id, chunk, bytes, written_at) VALUES (?,?,?,?)")) {
                return writeChunks(connection, insert, queueId, content);
            }
        }
    }

    /** What an earlier try has written, chunk by chunk: a database holds in memory what a transaction removes. */
    private void removeAll(Connection connection, String queueId) throws SQLException {
        try (PreparedStatement remove =
                connection.prepareStatement("DELETE FROM content WHERE queue_id = ? AND chunk = ?")) {
            int removed = 1;
            for (int chunk = 0; removed > 0; chunk++) {
                remove.setString(1, queueId);
                remove.setInt(2, chunk);
                removed = remove.executeUpdate();
                flushEvery(chunk + 1, connection);
            }
        }
    }

    private long writeChunks(Connection connection, PreparedStatement insert, String queueId, InputStream content)
            throws SQLException, IOException {
        long size = 0;
        int chunk = 0;
        for (byte[] bytes = content.readNBytes(STREAMED_BYTES);
                bytes.length > 0;
                bytes = content.readNBytes(STREAMED_BYTES)) {
            insert.setString(1, queueId);
            insert.setInt(2, chunk++);
            insert.setBytes(3, bytes);
            insert.setLong(4, clock.millis());
            insert.executeUpdate();
            size += bytes.length;
            flushEvery(chunk, connection);
        }
        return size;
    }

    /** What the embedded database has not written yet is in memory. */
    private void flushEvery(int chunk, Connection connection) throws SQLException {
        if (chunk % FLUSHED_CHUNKS == 0) {
            database.flush(connection);
        }
    }

    /**
     * Removes a large content chunk by chunk once no recipient of its message waits any more; what a crash leaves is
     * removed by retention.
     */
    public void removeFinished(String queueId, long size) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement remove = connection.prepareStatement("DELETE FROM content WHERE queue_id = ?"
                        + " AND chunk = ? AND 0 = (SELECT unfinished FROM message WHERE queue_id = ?)")) {
            connection.setAutoCommit(true);
            int removed = 1;
            for (int chunk = 0; removed > 0 && (long) chunk * STREAMED_BYTES < size; chunk++) {
                remove.setString(1, queueId);
                remove.setInt(2, chunk);
                remove.setString(3, queueId);
                removed = remove.executeUpdate();
                flushEvery(chunk, connection);
            }
        }
    }

    /** The content of a message, of this size; small ones are read at once, large ones as they are streamed. */
    public Content read(String queueId, long size) throws IOException {
        byte[] holding = held.get(queueId);
        byte[] remembered = holding == null ? fresh.getIfPresent(queueId) : holding;
        if (remembered != null) {
            return Content.of(remembered);
        }
        if (size > CHUNK_BYTES) {
            return new ChunkedContent(this, queueId, size);
        }
        byte[] bytes = chunk(queueId, 0);
        if (bytes == null) {
            throw new ContentGoneException("The content of " + queueId + " is gone");
        }
        return Content.of(bytes);
    }

    /** One chunk, or null after the last. */
    byte[] chunk(String queueId, int chunk) throws IOException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT bytes FROM content WHERE queue_id = ? AND chunk = ?")) {
            query.setString(1, queueId);
            query.setInt(2, chunk);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        } catch (SQLException e) {
            throw new IOException("The content of " + queueId + " cannot be read: " + e.getMessage(), e);
        }
    }
}
