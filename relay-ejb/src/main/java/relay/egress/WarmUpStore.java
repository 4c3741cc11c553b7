package relay.egress;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.database.Database;

/** What new sources have taken of their days, in the database: all nodes together never take more than there is. */
public final class WarmUpStore {
    private static final Logger LOG = Logger.getLogger(WarmUpStore.class.getName());
    private static final long DAYS_KEPT = 7;

    private final Database database;

    public WarmUpStore(Database database) {
        this.database = database;
    }

    /**
     * Takes a block, or what is left of the day; durable when it returns.
     *
     * @return how much it was
     * @throws IllegalStateException when the database does not answer
     */
    public long take(Allowances.Block block) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(true);
            begin(connection, block);
            long size = block.size();
            while (size > 0 && !add(connection, block, size)) {
                size = Math.min(size, Math.max(0, block.allowance() - taken(connection, block)));
            }
            database.sync(connection);
            return size;
        } catch (SQLException e) {
            throw new IllegalStateException("The warm-up of " + block.source() + " cannot be counted", e);
        }
    }

    /** Gives back what was not used. What cannot be given back is lost to the day. */
    public void giveBack(List<Allowances.Block> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(true);
            for (Allowances.Block block : blocks) {
                add(connection, block, -block.size());
            }
            database.sync(connection);
        } catch (SQLException e) {
            LOG.log(Level.FINE, "event=warm-up-rounded", e);
        }
    }

    /** What a source has used of its last days, the latest first, then by site. */
    List<WarmUpUse> used(String source) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT site, at_day, taken FROM warm_up WHERE source = ? ORDER BY at_day DESC, site")) {
            query.setString(1, source);
            List<WarmUpUse> used = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    used.add(new WarmUpUse(row.getString(1), row.getLong(2), row.getLong(3)));
                }
            }
            return used;
        }
    }

    /** The row of the day, once; those of last week go. Several nodes may try. */
    private static void begin(Connection connection, Allowances.Block block) throws SQLException {
        if (exists(connection, block)) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO warm_up (source, site, at_day, taken) VALUES (?,?,?,0)")) {
            set(insert, 1, block);
            insert.executeUpdate();
        } catch (SQLException e) {
            if (!exists(connection, block)) {
                throw e;
            }
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM warm_up WHERE source = ? AND at_day < ?")) {
            delete.setString(1, block.source());
            delete.setLong(2, block.day() - DAYS_KEPT);
            delete.executeUpdate();
        }
    }

    private static boolean add(Connection connection, Allowances.Block block, long size) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE warm_up SET taken = taken + ?"
                + " WHERE source = ? AND site = ? AND at_day = ? AND taken + ? <= ?")) {
            update.setLong(1, size);
            set(update, 2, block);
            update.setLong(5, size);
            update.setLong(6, block.allowance());
            return update.executeUpdate() == 1;
        }
    }

    private static boolean exists(Connection connection, Allowances.Block block) throws SQLException {
        return taken(connection, block) >= 0;
    }

    /** What was taken of the day, or -1 when nobody has begun it. */
    private static long taken(Connection connection, Allowances.Block block) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT taken FROM warm_up WHERE source = ? AND site = ? AND at_day = ?")) {
            set(query, 1, block);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        }
    }

    private static void set(PreparedStatement statement, int first, Allowances.Block block) throws SQLException {
        statement.setString(first, block.source());
        statement.setString(first + 1, block.site());
        statement.setLong(first + 2, block.day());
    }
}
