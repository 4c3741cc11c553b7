package relay.steering;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import relay.database.Database;

/** The actions in the database: the record of what operators did, and what is in force. */
public final class QueueActions {
    private static final String COLUMNS = "id, kind, tenant_id, campaign, domain, site, reason, route_to, expires_at,"
            + " created_at, created_by, state, affected";

    private final Database database;

    public QueueActions(Database database) {
        this.database = database;
    }

    /** Stores a new action; durable when it returns. */
    public void add(QueueAction action) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO queue_action (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
            connection.setAutoCommit(true);
            int i = 0;
            insert.setString(++i, action.id());
            insert.setString(++i, action.kind().word());
            insert.setString(++i, action.match().tenant());
            insert.setString(++i, action.match().campaign());
            insert.setString(++i, action.match().domain());
            insert.setString(++i, action.match().site());
            insert.setString(++i, action.reason());
            insert.setString(++i, action.to());
            if (action.expires() == null) {
                insert.setNull(++i, Types.BIGINT);
            } else {
                insert.setLong(++i, action.expires());
            }
            insert.setLong(++i, action.createdAt());
            insert.setString(++i, action.createdBy());
            insert.setString(++i, action.state().word());
            insert.setLong(++i, action.affected());
            insert.executeUpdate();
            database.sync(connection);
        }
    }

    /** The actions in force, the oldest first. */
    public List<QueueAction> active() throws SQLException {
        return list(" WHERE state = 'active' ORDER BY id", null, Integer.MAX_VALUE);
    }

    /** All actions, the newest first. */
    public List<QueueAction> list(String before, int most) throws SQLException {
        return before == null || before.isEmpty()
                ? list(" ORDER BY id DESC", null, most)
                : list(" WHERE id < ? ORDER BY id DESC", before, most);
    }

    /** One action. */
    public Optional<QueueAction> find(String id) throws SQLException {
        return list(" WHERE id = ?", id, 1).stream().findFirst();
    }

    private List<QueueAction> list(String condition, String argument, int most) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement("SELECT " + COLUMNS + " FROM queue_action"
                        + condition + " FETCH FIRST " + most + " ROWS ONLY")) {
            if (argument != null) {
                query.setString(1, argument);
            }
            List<QueueAction> actions = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    actions.add(read(row));
                }
            }
            return actions;
        }
    }

    private static QueueAction read(ResultSet row) throws SQLException {
        long expires = row.getLong("expires_at");
        boolean stands = row.wasNull();
        return new QueueAction(
                row.getString("id"),
                QueueAction.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                new Match(
                        row.getString("tenant_id"),
                        row.getString("campaign"),
                        row.getString("domain"),
                        row.getString("site")),
                row.getString("reason"),
                row.getString("route_to"),
                stands ? null : expires,
                row.getLong("created_at"),
                row.getString("created_by"),
                QueueAction.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getLong("affected"));
    }

    /** Counts what an action has changed. */
    void count(String id, long more) throws SQLException {
        update("UPDATE queue_action SET affected = affected + " + more + " WHERE id = ?", id);
    }

    /** Ends an action; false when it had ended. */
    public boolean end(String id) throws SQLException {
        return update("UPDATE queue_action SET state = 'done' WHERE id = ? AND state = 'active'", id) == 1;
    }

    /** Ends what has expired. */
    void endExpired(long now) throws SQLException {
        update("UPDATE queue_action SET state = 'done' WHERE state = 'active' AND expires_at <= " + now, null);
    }

    private int update(String sql, String id) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement update = connection.prepareStatement(sql)) {
            connection.setAutoCommit(true);
            if (id != null) {
                update.setString(1, id);
            }
            int changed = update.executeUpdate();
            database.sync(connection);
            return changed;
        }
    }
}
