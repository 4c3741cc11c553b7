package relay.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.XADataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.xa.PGXADataSource;
import relay.configuration.Configuration;
import relay.configuration.Settings;

/** The database that the settings name: an H2 file in the data directory, or PostgreSQL. */
public final class Database {
    private static final String H2 = "jdbc:h2:";
    private static final int PATIENCE_SECONDS = 2;
    private static final int CONNECT_TIMEOUT_SECONDS = 10;
    private static final int SOCKET_TIMEOUT_SECONDS = 60;

    private final String url;
    private final String user;
    private final String password;

    private Database(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** The database of this configuration; connects to nothing yet. */
    public static Database of(Configuration configuration) {
        String url =
                configuration.find(Settings.DB_URL).orElseGet(() -> embedded(configuration.get(Settings.DATA_DIR)));
        return new Database(
                url,
                configuration.find(Settings.DB_USER).orElse(""),
                configuration.find(Settings.DB_PASSWORD).orElse(""));
    }

    private static String embedded(Path dataDirectory) {
        // One CHECKPOINT SYNC a batch makes it durable. WRITE_DELAY stays at its default: 0 would stop the thread that
        // compacts the file, which then grew by 22 KB a message. RETENTION_TIME counts from when a part of the file was
        // written, not from when it became free: what guards freed space is the sync, and waiting the default of 45 s
        // let the file grow by 18 KB a message. Compressed pages take half the space, for some more CPU time. The cache
        // of pages has a size of its own, so that it does not follow the heap's. AUTO_COMPACT_FILL_RATE stays at its
        // default
        // of 90: with 50 commits wait less for compaction, but 500,000 messages left 1.2 GB
        return H2 + "file:" + dataDirectory.resolve("database").resolve("relay")
                + ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000;RETENTION_TIME=1000;COMPRESS=TRUE;CACHE_SIZE=16384";
    }

    /** Whether it is H2, which needs a word more to reach the disk. */
    public boolean isH2() {
        return url.startsWith(H2);
    }

    /** A connection outside any container transaction. */
    public Connection connect() throws SQLException {
        return xaDataSource() instanceof PGXADataSource postgresql
                ? postgresql.getConnection()
                : ((JdbcDataSource) xaDataSource()).getConnection();
    }

    /** Whether it can be used now; answers within seconds where the network does. */
    public boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Lets the embedded database write what it holds in memory. */
    public void flush(Connection connection) throws SQLException {
        execute(connection, "CHECKPOINT SYNC");
    }

    /** Makes all that is committed survive a power loss; PostgreSQL does so at each commit. */
    public void sync(Connection connection) throws SQLException {
        execute(connection, "CHECKPOINT SYNC");
    }

    private void execute(Connection connection, String command) throws SQLException {
        if (isH2()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(command);
            }
        }
    }

    XADataSource xaDataSource() {
        if (isH2()) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL(url);
            h2.setUser(user.isEmpty() ? "relay" : user);
            h2.setPassword(password);
            return h2;
        }
        PGXADataSource postgresql = new PGXADataSource();
        postgresql.setUrl(url);
        postgresql.setUser(user.isEmpty() ? postgresql.getUser() : user);
        postgresql.setPassword(password.isEmpty() ? postgresql.getPassword() : password);
        postgresql.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        postgresql.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
        postgresql.setTcpKeepAlive(true);
        return postgresql;
    }

    /** Closes an embedded database once nothing uses it any more. */
    public void shutdown() throws SQLException {
        if (isH2()) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("SHUTDOWN");
            }
        }
    }

    /** The address without user or password, as logs show it. */
    @Override
    public String toString() {
        int options = url.indexOf(isH2() ? ';' : '?');
        return options < 0 ? url : url.substring(0, options);
    }
}
