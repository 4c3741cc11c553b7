package relay.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.database.Database;

/** The ledger's connection with its statements. */
final class LedgerConnection {
    private static final Logger LOG = Logger.getLogger(LedgerConnection.class.getName());
    private static final int VALIDITY_SECONDS = 5;

    private final Database database;
    private final Connection connection;
    private final LedgerStatements statements;

    LedgerConnection(Database database) throws SQLException {
        this.database = database;
        this.connection = database.connect();
        connection.setAutoCommit(false);
        this.statements = new LedgerStatements(connection);
    }

    /** Writes entries in one durable transaction; false for a claim or an outcome that did not apply. */
    boolean[] write(List<Entry> entries) throws SQLException {
        try {
            for (Entry entry : entries) {
                entry.write(statements);
            }
            int[] claimed = statements.execute();
            connection.commit();
            database.sync(connection);
            return results(entries, claimed, statements.settled());

        } catch (SQLException | RuntimeException | Error e) {
            abandon();
            throw e;
        }
    }

    private static boolean[] results(List<Entry> entries, int[] claimed, int[] settled) {
        boolean[] results = new boolean[entries.size()];
        Arrays.fill(results, true);
        int claims = 0;
        int outcomes = 0;
        for (int i = 0; i < results.length; i++) {
            if (entries.get(i) instanceof Claim) {
                results[i] = claimed[claims++] == 1;
            } else if (entries.get(i) instanceof Outcome || entries.get(i) instanceof Together) {
                results[i] = settled[outcomes++] == 1;
            }
        }
        return results;
    }

    boolean hasMessage(String queueId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM message WHERE queue_id = ?")) {
            query.setString(1, queueId);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        } finally {
            connection.rollback();
        }
    }

    boolean isUsable() {
        try {
            return connection.isValid(VALIDITY_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    private void abandon() {
        try {
            statements.clear();
            connection.rollback();
        } catch (SQLException e) {
            LOG.log(Level.FINE, "event=rollback-failed", e);
        }
    }

    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(Level.FINE, "event=close-failed", e);
        }
    }
}
