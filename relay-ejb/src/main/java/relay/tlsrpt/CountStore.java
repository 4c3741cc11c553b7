package relay.tlsrpt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import relay.routing.Protection;
import relay.secret.Sha256;
import relay.smtp.client.TlsFault;

/** Counts of sessions in the database, added up over all nodes, and which reports went out. Blocks. */
public final class CountStore {
    private static final String DUPLICATE = "23505";
    private static final String KEY = " WHERE period_start = ? AND domain = ? AND policy_hash = ? AND fault = ?"
            + " AND mx_host = ? AND mx_address = ? AND our_address = ?";

    private final DataSource dataSource;

    /** @param dataSource whose connections commit by themselves: it is used outside transactions */
    public CountStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A report that is to be made. */
    record Due(long period, String domain) {}

    /** Adds counts to what is there, one statement for each kind of session. */
    void add(Map<CountedSession, Long> counts, long now) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            for (Map.Entry<CountedSession, Long> entry : counts.entrySet()) {
                String hash = keep(connection, entry.getKey().policy(), now);
                if (update(connection, entry.getKey(), hash, entry.getValue()) == 0) {
                    insert(connection, entry.getKey(), hash, entry.getValue());
                }
            }
        }
    }

    private static String keep(Connection connection, Protection.Policy policy, long now) throws SQLException {
        String lines = String.join("\n", policy.lines());
        String hosts = String.join("\n", policy.hosts());
        String hash = HexFormat.of().formatHex(Sha256.of(policy.type() + "\n\n" + lines + "\n\n" + hosts));
        if (run(connection, "UPDATE tls_policy SET seen_at = ? WHERE policy_hash = ?", now, hash) == 0) {
            insertOnce(
                    connection,
                    "INSERT INTO tls_policy (policy_hash, policy_type, policy, mx_hosts, seen_at) VALUES (?,?,?,?,?)",
                    hash,
                    policy.type(),
                    lines,
                    hosts,
                    now);
        }
        return hash;
    }

    private static int update(Connection connection, CountedSession session, String hash, long count)
            throws SQLException {
        return run(
                connection,
                "UPDATE tls_count SET sessions = sessions + ?" + KEY,
                count,
                session.period(),
                session.domain(),
                hash,
                fault(session),
                session.mxHost(),
                session.mxAddress(),
                session.ourAddress());
    }

    private static void insert(Connection connection, CountedSession session, String hash, long count)
            throws SQLException {
        boolean inserted = insertOnce(
                connection,
                "INSERT INTO tls_count (sessions, period_start, domain, policy_hash, fault, mx_host, mx_address,"
                        + " our_address) VALUES (?,?,?,?,?,?,?,?)",
                count,
                session.period(),
                session.domain(),
                hash,
                fault(session),
                session.mxHost(),
                session.mxAddress(),
                session.ourAddress());
        if (!inserted) {
            update(connection, session, hash, count);
        }
    }

    private static String fault(CountedSession session) {
        return session.fault() == null ? "" : session.fault().word();
    }

    /** Periods that have ended by a time and are not reported yet. */
    List<Due> ended(long before) throws SQLException {
        List<Due> due = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT DISTINCT c.period_start, c.domain"
                        + " FROM tls_count c LEFT JOIN tls_report r ON r.period_start = c.period_start"
                        + " AND r.domain = c.domain WHERE c.period_start < ? AND r.domain IS NULL")) {
            query.setLong(1, before);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    due.add(new Due(row.getLong(1), row.getString(2)));
                }
            }
        }
        return due;
    }

    /** What was counted for a domain in a period. */
    Map<CountedSession, Long> counts(Due due) throws SQLException {
        Map<CountedSession, Long> counts = new LinkedHashMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT p.policy_type, p.policy, p.mx_hosts,"
                        + " c.fault, c.mx_host, c.mx_address, c.our_address, c.sessions FROM tls_count c"
                        + " JOIN tls_policy p ON p.policy_hash = c.policy_hash"
                        + " WHERE c.period_start = ? AND c.domain = ? ORDER BY c.sessions DESC")) {
            query.setLong(1, due.period());
            query.setString(2, due.domain());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    counts.put(session(due, row), row.getLong(8));
                }
            }
        }
        return counts;
    }

    private static CountedSession session(Due due, ResultSet row) throws SQLException {
        Protection.Policy policy =
                new Protection.Policy(row.getString(1), list(row.getString(2)), list(row.getString(3)), null);
        return new CountedSession(
                due.period(),
                due.domain(),
                policy,
                fault(row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }

    private static List<String> list(String lines) {
        return lines.isEmpty() ? List.of() : List.of(lines.split("\n", -1));
    }

    private static TlsFault fault(String word) {
        return word.isEmpty()
                ? null
                : TlsFault.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Claims a report for this node; false when another has it. */
    boolean claim(Due due, long now) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return insertOnce(
                    connection,
                    "INSERT INTO tls_report (period_start, domain, sent_at) VALUES (?,?,?)",
                    due.period(),
                    due.domain(),
                    now);
        }
    }

    /** It could not be sent after all. */
    void release(Due due) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            run(connection, "DELETE FROM tls_report WHERE period_start = ? AND domain = ?", due.period(), due.domain());
        }
    }

    /** Forgets everything of periods that began before a time. */
    void forget(long before) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            run(connection, "DELETE FROM tls_count WHERE period_start < ?", before);
            run(connection, "DELETE FROM tls_report WHERE period_start < ?", before);
            run(connection, "DELETE FROM tls_policy WHERE seen_at < ?", before);
        }
    }

    /** False when it is there already. */
    private static boolean insertOnce(Connection connection, String sql, Object... values) throws SQLException {
        try {
            run(connection, sql, values);
            return true;
        } catch (SQLException e) {
            if (DUPLICATE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static int run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
