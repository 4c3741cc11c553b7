package relay.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import relay.ledger.MessageRow;
import relay.ledger.MessageRows;
import relay.queue.QueueName;

/** Reads the queues in the database, each by itself: however long one is, the others are found as quickly. */
public final class WaitingMail {
    /** Most rows that are read of a queue at a time, besides those that are known. */
    static final int PAGE = 500;
    /** Most queues that are read at a time. */
    static final int MOST_QUEUES = 50;

    private static final int MOST_SURVEYED = 100_000;

    private static final String NEXT_QUEUE =
            "SELECT queue_name FROM recipient WHERE queue_name > ?" + " ORDER BY queue_name FETCH FIRST 1 ROW ONLY";
    private static final String FIRST_DUE = "SELECT next_at FROM recipient WHERE queue_name = ? AND next_at >= 0"
            + " ORDER BY queue_name, next_at FETCH FIRST 1 ROW ONLY";
    /** What {@link #delivery} wants. */
    private static final String COLUMNS = MessageRows.COLUMNS + ", r.number, r.address, r.domain, r.generation,"
            + " r.attempts, r.notify_on, r.original_recipient, r.delay_notified, r.next_at";

    private static final String ROWS = "SELECT " + COLUMNS
            + " FROM (SELECT * FROM recipient WHERE queue_name = ? AND next_at >= 0 AND claimed_by IS NULL"
            + " ORDER BY queue_name, next_at, queue_id, number FETCH FIRST ? ROWS ONLY) r"
            + " JOIN message m ON m.queue_id = r.queue_id ORDER BY r.next_at, r.queue_id, r.number";
    private static final String ONE = "SELECT " + COLUMNS + " FROM recipient r"
            + " JOIN message m ON m.queue_id = r.queue_id WHERE r.queue_id = ? AND r.number = ?";

    private final DataSource dataSource;

    public WaitingMail(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** All queues in which anything waits for its time, and when the first of it is due. */
    Map<QueueName, Long> queues() {
        Map<QueueName, Long> queues = new HashMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement next = connection.prepareStatement(NEXT_QUEUE);
                PreparedStatement first = connection.prepareStatement(FIRST_DUE)) {
            String name = following(next, "");
            while (name != null && queues.size() < MOST_SURVEYED) {
                Long due = firstDue(first, name);
                if (due != null) {
                    queues.put(QueueName.parse(name), due);
                }
                name = following(next, name);
            }
            return queues;
        } catch (SQLException e) {
            throw new IllegalStateException("The queues cannot be read: " + e.getMessage(), e);
        }
    }

    /** The names of all queues in which anything waits, for its time or for an operator. */
    public List<QueueName> names() throws SQLException {
        List<QueueName> names = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement next = connection.prepareStatement(NEXT_QUEUE)) {
            for (String name = following(next, ""); name != null; name = following(next, name)) {
                names.add(QueueName.parse(name));
            }
        }
        return names;
    }

    private static String following(PreparedStatement next, String name) throws SQLException {
        next.setString(1, name);
        try (ResultSet row = next.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static Long firstDue(PreparedStatement first, String name) throws SQLException {
        first.setString(1, name);
        try (ResultSet row = first.executeQuery()) {
            return row.next() ? row.getLong(1) : null;
        }
    }

    /** What is due of some queues. */
    List<Page> read(List<Wanted> wanted) {
        List<Page> pages = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement rows = connection.prepareStatement(ROWS)) {
            for (Wanted queue : wanted) {
                rows.setString(1, queue.queue().toString());
                rows.setInt(2, queue.most() + 1);
                pages.add(read(rows, queue));
            }
            return pages;
        } catch (SQLException e) {
            throw new IllegalStateException("What is due cannot be read: " + e.getMessage(), e);
        }
    }

    private static Page read(PreparedStatement rows, Wanted queue) throws SQLException {
        List<Delivery> due = new ArrayList<>();
        Long nextDue = null;
        int seen = 0;
        try (ResultSet row = rows.executeQuery()) {
            while (nextDue == null && row.next()) {
                long nextAt = row.getLong("next_at");
                if (nextAt > queue.bound() || seen == queue.most()) {
                    nextDue = nextAt;
                } else {
                    due.add(delivery(row, queue.queue()));
                }
                seen++;
            }
        }
        return new Page(queue.queue(), due, nextDue);
    }

    /** A recipient as it is now, whether it waits or not. */
    static Optional<Delivery> find(Connection connection, String queueId, int number) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ONE)) {
            query.setString(1, queueId);
            query.setInt(2, number);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(delivery(row, queue(row))) : Optional.empty();
            }
        }
    }

    private static QueueName queue(ResultSet row) throws SQLException {
        return QueueName.of(
                row.getString("stream"),
                row.getString("tenant_id"),
                row.getString("domain"),
                row.getString("campaign"));
    }

    private static Delivery delivery(ResultSet row, QueueName queue) throws SQLException {
        MessageRow message = MessageRows.read(row);
        return new Delivery(
                message,
                row.getInt("number"),
                row.getString("address"),
                queue,
                row.getInt("generation"),
                row.getInt("attempts"),
                row.getString("notify_on"),
                row.getString("original_recipient"),
                row.getBoolean("delay_notified"));
    }

    /**
     * A queue to read.
     *
     * @param queue which
     * @param bound what is due until this time, milliseconds since 1970
     * @param most rows to look at, those included that are in memory already
     */
    record Wanted(QueueName queue, long bound, int most) {}

    /**
     * What was read of a queue.
     *
     * @param queue which
     * @param deliveries what is due and not claimed, the first one first
     * @param nextDue when the next one is due, milliseconds since 1970; null when there is none
     */
    record Page(QueueName queue, List<Delivery> deliveries, Long nextDue) {}
}
