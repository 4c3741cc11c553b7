package relay.mtasts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The policies in the database, where they outlive a restart. Blocks. */
public final class StsStore {
    private static final Logger LOG = Logger.getLogger(StsStore.class.getName());

    private final DataSource dataSource;

    public StsStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** All policies by domain; one that cannot be read any more is left out. */
    Map<String, KeptPolicy> all() throws SQLException {
        Map<String, KeptPolicy> policies = new HashMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT domain, policy_id, policy, fetched_at FROM sts_policy");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String domain = row.getString(1);
                try {
                    policies.put(
                            domain,
                            new KeptPolicy(
                                    domain, row.getString(2), StsPolicy.parse(row.getString(3)), row.getLong(4)));
                } catch (IllegalArgumentException e) {
                    LOG.log(Level.FINE, "event=sts-policy-dropped domain={0}", domain);
                }
            }
        }
        return policies;
    }

    /** Keeps a policy in the place of an older one. */
    void keep(KeptPolicy kept) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (change(
                            connection,
                            "UPDATE sts_policy SET policy_id = ?, policy = ?, fetched_at = ? WHERE domain = ?",
                            kept)
                    == 0) {
                change(
                        connection,
                        "INSERT INTO sts_policy (policy_id, policy, fetched_at, domain) VALUES (?,?,?,?)",
                        kept);
            }
        }
    }

    private static int change(Connection connection, String sql, KeptPolicy kept) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, kept.id());
            statement.setString(2, String.join("\n", kept.policy().lines()));
            statement.setLong(3, kept.fetchedAt());
            statement.setString(4, kept.domain());
            return statement.executeUpdate();
        }
    }

    /** Forgets policies that no longer count. */
    void forget(String domain) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("DELETE FROM sts_policy WHERE domain = ?")) {
            statement.setString(1, domain);
            statement.executeUpdate();
        }
    }
}
