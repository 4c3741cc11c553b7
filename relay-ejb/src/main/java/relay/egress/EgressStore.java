package relay.egress;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import relay.database.Database;

/** Sources and pools in the database. Every change raises the version that nodes watch, and is durable when it returns. */
public final class EgressStore {
    private static final String RAISE = "UPDATE egress_version SET version = version + 1 WHERE id = 1";

    private final Database database;

    public EgressStore(Database database) {
        this.database = database;
    }

    /** Raised with every change. */
    long version() throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT version FROM egress_version WHERE id = 1");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    // Sources

    /** All sources by name. */
    public List<StoredSource> sources() throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement("SELECT * FROM egress_source ORDER BY name");
                ResultSet row = query.executeQuery()) {
            List<StoredSource> sources = new ArrayList<>();
            while (row.next()) {
                sources.add(source(row));
            }
            return sources;
        }
    }

    private static StoredSource source(ResultSet row) throws SQLException {
        String kind = row.getString("proxy_kind");
        return new StoredSource(
                row.getString("name"),
                row.getString("address"),
                row.getString("ehlo_name"),
                kind == null
                        ? null
                        : new StoredSource.StoredProxy(
                                kind,
                                row.getString("proxy_host"),
                                row.getInt("proxy_port"),
                                row.getString("proxy_user"),
                                row.getBytes("proxy_password")),
                row.getString("warm_up_since"),
                row.getString("ramp"),
                row.getLong("created_at"));
    }

    /** One source. */
    public Optional<StoredSource> source(String name) throws SQLException {
        return sources().stream().filter(source -> source.name().equals(name)).findFirst();
    }

    /** Stores a source that is new. */
    void add(StoredSource source) throws SQLException {
        change(
                "INSERT INTO egress_source (address, ehlo_name, proxy_kind, proxy_host, proxy_port, proxy_user,"
                        + " proxy_password, warm_up_since, ramp, created_at, name) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                source);
    }

    /** Stores what has become of a source. */
    void replace(StoredSource source) throws SQLException {
        change(
                "UPDATE egress_source SET address = ?, ehlo_name = ?, proxy_kind = ?, proxy_host = ?, proxy_port = ?,"
                        + " proxy_user = ?, proxy_password = ?, warm_up_since = ?, ramp = ?, created_at = ? WHERE name = ?",
                source);
    }

    private void change(String sql, StoredSource source) throws SQLException {
        StoredSource.StoredProxy proxy = source.proxy();
        inTransaction(connection -> {
            try (PreparedStatement row = connection.prepareStatement(sql)) {
                int i = 0;
                row.setString(++i, source.address());
                row.setString(++i, source.ehloName());
                row.setString(++i, proxy == null ? null : proxy.kind());
                row.setString(++i, proxy == null ? null : proxy.host());
                if (proxy == null) {
                    row.setNull(++i, Types.INTEGER);
                } else {
                    row.setInt(++i, proxy.port());
                }
                row.setString(++i, proxy == null ? null : proxy.user());
                row.setBytes(++i, proxy == null ? null : proxy.password());
                row.setString(++i, source.warmUpSince());
                row.setString(++i, source.ramp());
                row.setLong(++i, source.createdAt());
                row.setString(++i, source.name());
                row.executeUpdate();
            }
        });
    }

    /** Removes a source that no pool has; false when it is not there. */
    boolean removeSource(String name) throws SQLException {
        return remove("DELETE FROM egress_source WHERE name = ?", name);
    }

    // Pools

    /** All pools by name. */
    public List<StoredPool> pools() throws SQLException {
        try (Connection connection = database.connect()) {
            Map<String, List<StoredPool.Weighted>> shares = new HashMap<>();
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT pool, source, weight FROM egress_share ORDER BY source");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    shares.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                            .add(new StoredPool.Weighted(row.getString(2), row.getInt(3)));
                }
            }
            Map<String, List<StoredPool.Use>> uses = new HashMap<>();
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT pool, tenant_id, stream FROM egress_use ORDER BY mail");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    uses.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                            .add(new StoredPool.Use(row.getString(2), row.getString(3)));
                }
            }
            return pools(connection, shares, uses);
        }
    }

    private static List<StoredPool> pools(
            Connection connection,
            Map<String, List<StoredPool.Weighted>> shares,
            Map<String, List<StoredPool.Use>> uses)
            throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT name, created_at FROM egress_pool ORDER BY name");
                ResultSet row = query.executeQuery()) {
            List<StoredPool> pools = new ArrayList<>();
            while (row.next()) {
                String name = row.getString(1);
                pools.add(new StoredPool(
                        name,
                        shares.getOrDefault(name, List.of()),
                        uses.getOrDefault(name, List.of()),
                        row.getLong(2)));
            }
            return pools;
        }
    }

    /** One pool. */
    public Optional<StoredPool> pool(String name) throws SQLException {
        return pools().stream().filter(pool -> pool.name().equals(name)).findFirst();
    }

    /** Stores a pool, in place of the one of its name. */
    void put(StoredPool pool) throws SQLException {
        inTransaction(connection -> {
            execute(connection, "DELETE FROM egress_pool WHERE name = ?", pool.name());
            execute(
                    connection,
                    "INSERT INTO egress_pool (name, created_at) VALUES (?,?)",
                    pool.name(),
                    pool.createdAt());
            for (StoredPool.Weighted share : pool.sources()) {
                execute(
                        connection,
                        "INSERT INTO egress_share (pool, source, weight) VALUES (?,?,?)",
                        pool.name(),
                        share.source(),
                        share.weight());
            }
            for (StoredPool.Use use : pool.mail()) {
                execute(
                        connection,
                        "INSERT INTO egress_use (mail, tenant_id, stream, pool) VALUES (?,?,?,?)",
                        use.key(),
                        use.tenant(),
                        use.stream(),
                        pool.name());
            }
        });
    }

    /** Removes a pool; false when it is not there. */
    boolean removePool(String name) throws SQLException {
        return remove("DELETE FROM egress_pool WHERE name = ?", name);
    }

    /** Whether there is a tenant of this id. */
    boolean hasTenant(String id) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement("SELECT 1 FROM tenant WHERE id = ?")) {
            query.setString(1, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    // Transactions

    private boolean remove(String sql, String name) throws SQLException {
        int[] removed = new int[1];
        inTransaction(connection -> removed[0] = execute(connection, sql, name));
        return removed[0] > 0;
    }

    private static int execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private interface Change {
        void make(Connection connection) throws SQLException;
    }

    private void inTransaction(Change change) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try {
                change.make(connection);
                execute(connection, RAISE);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
            connection.setAutoCommit(true);
            database.sync(connection);
        }
    }
}
