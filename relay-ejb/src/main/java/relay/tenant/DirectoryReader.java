package relay.tenant;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.configuration.Network;
import relay.database.Database;
import relay.dkim.DkimAlgorithm;
import relay.dkim.SigningKey;
import relay.secret.SecretBox;
import relay.smtp.ScramVerifier;

/**
 * Keeps the {@link Directory} current: reads it again when its version in the database has risen, and keeps the last one
 * while the database is away.
 */
public final class DirectoryReader {
    private static final Logger LOG = Logger.getLogger(DirectoryReader.class.getName());

    private final Database database;
    private final SecretBox secrets;
    private final boolean anySender;
    private final Set<String> algorithms;
    private long version = -1;
    private volatile Directory directory = Directory.empty();

    /**
     * A reader that has read nothing yet.
     *
     * @param anySender whether a tenant may send in the name of any domain
     * @param algorithms with which mail is signed, as in {@code a=}
     */
    public DirectoryReader(Database database, SecretBox secrets, boolean anySender, Collection<String> algorithms) {
        this.algorithms = Set.copyOf(algorithms);
        this.database = database;
        this.secrets = secrets;
        this.anySender = anySender;
    }

    /** The last snapshot. */
    public Directory current() {
        return directory;
    }

    /** Reads a new snapshot when something has changed; never fails. */
    public synchronized void refresh() {
        try (Connection connection = database.connect()) {
            long now = version(connection);
            if (now != version) {
                directory = read(connection);
                version = now;
            }
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.FINE, "event=directory-kept reason={0}", e.getMessage());
        }
    }

    private static long version(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT version FROM directory_version WHERE id = 1");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private Directory read(Connection connection) throws SQLException {
        List<Credential> credentials = new ArrayList<>();
        Map<String, Credential> byTokenHash = new HashMap<>();
        readCredentials(connection, credentials, byTokenHash);
        return new Directory(
                readTenants(connection),
                credentials,
                byTokenHash,
                readDomains(connection),
                readKeys(connection),
                readReportDomains(connection),
                anySender);
    }

    private static Map<String, Tenant> readTenants(Connection connection) throws SQLException {
        Map<String, Tenant> tenants = new HashMap<>();
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT id, name, status, per_hour, per_day FROM tenant");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String id = row.getString(1);
                boolean suspended = row.getString(3).equals("suspended");
                tenants.put(id, new Tenant(id, row.getString(2), suspended, number(row, 4), number(row, 5)));
            }
        }
        return tenants;
    }

    private static Integer number(ResultSet row, int column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : number;
    }

    private static void readCredentials(
            Connection connection, List<Credential> credentials, Map<String, Credential> byTokenHash)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT id, tenant_id, kind, username, salt,"
                        + " iterations, stored_key, server_key, token_hash, scopes, cidr, stream FROM credential");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Credential credential = credential(row);
                credentials.add(credential);
                byte[] tokenHash = row.getBytes("token_hash");
                if (tokenHash != null) {
                    byTokenHash.put(HexFormat.of().formatHex(tokenHash), credential);
                }
            }
        }
    }

    private static Credential credential(ResultSet row) throws SQLException {
        byte[] salt = row.getBytes("salt");
        String cidr = row.getString("cidr");
        String stream = row.getString("stream");
        return new Credential(
                row.getString("id"),
                row.getString("tenant_id"),
                Credential.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("username"),
                salt == null
                        ? null
                        : new ScramVerifier(
                                salt, row.getInt("iterations"), row.getBytes("stored_key"), row.getBytes("server_key")),
                cidr == null ? null : Network.parse(cidr),
                Set.of(row.getString("scopes").split(",", -1)),
                stream == null ? "transactional" : stream);
    }

    private static Map<String, String> readDomains(Connection connection) throws SQLException {
        Map<String, String> domains = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(
                        "SELECT name, tenant_id FROM sending_domain WHERE verified_at IS NOT NULL");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                domains.put(row.getString(1), row.getString(2));
            }
        }
        return domains;
    }

    private static Set<String> readReportDomains(Connection connection) throws SQLException {
        Set<String> domains = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT name FROM sending_domain"
                        + " WHERE verified_at IS NOT NULL AND return_path_verified_at IS NOT NULL");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                domains.add(row.getString(1));
            }
        }
        return domains;
    }

    private Map<String, List<SigningKey>> readKeys(Connection connection) throws SQLException {
        Map<String, List<SigningKey>> keys = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT d.name, k.selector, k.algorithm,"
                        + " k.private_key FROM dkim_key k JOIN sending_domain d ON d.id = k.domain_id"
                        + " WHERE k.state = 'active' AND d.verified_at IS NOT NULL ORDER BY k.algorithm DESC");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String domain = row.getString(1);
                DkimAlgorithm algorithm = DkimAlgorithm.valueOf(row.getString(3));
                if (algorithms.contains(algorithm.tag())) {
                    keys.computeIfAbsent(domain, name -> new ArrayList<>())
                            .add(SigningKey.of(domain, row.getString(2), algorithm, secrets.decrypt(row.getBytes(4))));
                }
            }
        }
        return keys;
    }
}
