package relay.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import relay.ledger.MessageRow;
import relay.ledger.MessageRows;

/**
 * Reads what is due from the database, a page at a time: each call goes on where the last one ended, and begins anew
 * after the last page, so that rows which the window cannot take now hide nobody behind them.
 */
public final class WaitingMail {
    /** What {@link #delivery} wants. */
    static final String DELIVERIES = "SELECT " + MessageRows.COLUMNS + ", r.number, r.address, r.domain, r.generation,"
            + " r.attempts, r.notify_on, r.original_recipient, r.delay_notified, r.next_at"
            + " FROM recipient r JOIN message m ON m.queue_id = r.queue_id WHERE ";

    private static final String DUE =
            DELIVERIES + "r.next_at <= ? AND (r.next_at > ? OR r.next_at = ? AND (r.queue_id > ?"
                    + " OR r.queue_id = ? AND r.number > ?)) AND r.claimed_by IS NULL"
                    + " ORDER BY r.next_at, r.queue_id, r.number FETCH FIRST ? ROWS ONLY";

    private final DataSource dataSource;
    private Position position = Position.BEGIN;

    public WaitingMail(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The next page of what is due; the empty list ends a round. */
    synchronized List<Delivery> due(long now, int limit) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(DUE)) {
            int i = 0;
            query.setLong(++i, now);
            query.setLong(++i, position.nextAt());
            query.setLong(++i, position.nextAt());
            query.setString(++i, position.queueId());
            query.setString(++i, position.queueId());
            query.setInt(++i, position.number());
            query.setInt(++i, limit);
            return read(query, limit);
        } catch (SQLException e) {
            throw new IllegalStateException("What is due cannot be read: " + e.getMessage(), e);
        }
    }

    private List<Delivery> read(PreparedStatement query, int limit) throws SQLException {
        List<Delivery> page = new ArrayList<>();
        Position last = position;
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Delivery delivery = delivery(row);
                page.add(delivery);
                last = new Position(row.getLong("next_at"), delivery.message().queueId(), delivery.number());
            }
        }
        position = page.size() < limit ? Position.BEGIN : last;
        return page;
    }

    static Delivery delivery(ResultSet row) throws SQLException {
        MessageRow message = MessageRows.read(row);
        return new Delivery(
                message,
                row.getInt("number"),
                row.getString("address"),
                row.getString("domain"),
                row.getInt("generation"),
                row.getInt("attempts"),
                row.getString("notify_on"),
                row.getString("original_recipient"),
                row.getBoolean("delay_notified"));
    }

    private record Position(long nextAt, String queueId, int number) {
        static final Position BEGIN = new Position(Long.MIN_VALUE, "", -1);
    }
}
