package relay.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import relay.queue.QueueIds;

/**
 * Finds the messages of a tenant that fit a filter, newest first. It goes along the index of the most telling filter:
 * recipient, tag, or else time; the other filters look at each message on the way.
 */
final class MessageSearch implements Windows.Rows<String> {
    private static final String LAST = "ZZZZZZZZZZZZZZZZZZZZ";

    private final Connection connection;
    private final String tenantId;
    private final MessageFilter filter;

    MessageSearch(Connection connection, String tenantId, MessageFilter filter) {
        this.connection = connection;
        this.tenantId = tenantId;
        this.filter = filter;
    }

    /** The queue ids of a page behind a position; empty for the first page. */
    Slice<String> page(String after, int limit) throws SQLException {
        String newest = filter.to() == null ? LAST : QueueIds.first(filter.to());
        String from = after.isEmpty() || after.compareTo(newest) > 0 ? newest : after;
        if (!filter.isIndexed()) {
            return new Windows(System::nanoTime).page(this, from, limit, id -> id);
        }
        List<String> found = within(from, null, limit + 1);
        return found.size() > limit
                ? new Slice<>(found.subList(0, limit), found.get(limit - 1))
                : new Slice<>(found, null);
    }

    @Override
    public String end(String after, int size) throws SQLException {
        Query query = walk(new Query().add("SELECT w.queue_id FROM "), after, oldest());
        order(query).add(" OFFSET ? ROWS FETCH FIRST 1 ROWS ONLY", size - 1);
        List<String> end = query.list(connection, row -> row.getString(1));
        return end.isEmpty() ? null : end.get(0);
    }

    @Override
    public List<String> within(String after, String last, int limit) throws SQLException {
        Query query = new Query().add("SELECT w.queue_id FROM ");
        walk(query, after, last == null ? oldest() : last);
        conditions(query);
        order(query).add(" FETCH FIRST ? ROWS ONLY", limit);
        return query.list(connection, row -> row.getString("queue_id"));
    }

    private String oldest() {
        return filter.from() == null ? "" : QueueIds.first(filter.from());
    }

    private List<String> key() {
        if (filter.recipient() != null) {
            return List.of("w.tenant_id", "w.address", "w.queue_id");
        }
        return filter.tag() != null
                ? List.of("w.tenant_id", "w.tag", "w.queue_id")
                : List.of("w.tenant_id", "w.queue_id");
    }

    /** The table whose index is followed, and the part of it that is wanted. */
    private Query walk(Query query, String before, String oldest) {
        if (filter.recipient() != null) {
            query.add("recipient w WHERE w.address = ? AND ", filter.recipient());
        } else if (filter.tag() != null) {
            query.add("message_tag w WHERE w.tag = ? AND ", filter.tag());
        } else {
            query.add("message w WHERE ");
        }
        return query.add("w.tenant_id = ? AND w.queue_id < ? AND w.queue_id >= ?", tenantId, before, oldest);
    }

    /** All columns of the index, or H2 would sort instead of following it. */
    private Query order(Query query) {
        return query.add(" ORDER BY " + String.join(" DESC, ", key()) + " DESC");
    }

    private void conditions(Query query) {
        if (filter.recipient() != null && filter.tag() != null) {
            query.add(
                    " AND EXISTS (SELECT 1 FROM message_tag t WHERE t.tenant_id = ? AND t.tag = ?"
                            + " AND t.queue_id = w.queue_id)",
                    tenantId,
                    filter.tag());
        }
        if (filter.recipient() != null) {
            // a message that names the address several times is met several times
            query.add(" AND NOT EXISTS (SELECT 1 FROM recipient f WHERE f.queue_id = w.queue_id"
                    + " AND f.number < w.number AND f.address = w.address)");
        }
        if (filter.status() != null) {
            status(query, filter.status());
        }
        if (filter.sender() != null || filter.text() != null) {
            words(query);
        }
    }

    private static void status(Query query, String status) {
        if (status.equals(MessageFilter.MIXED)) {
            query.add(" AND 1 < (SELECT COUNT(DISTINCT s.status) FROM recipient s WHERE s.queue_id = w.queue_id)");
        } else {
            query.add(" AND EXISTS (SELECT 1 FROM recipient s WHERE s.queue_id = w.queue_id AND s.status = ?)", status);
        }
    }

    /** What only the message itself tells. */
    private void words(Query query) {
        if (filter.recipient() == null && filter.tag() == null) {
            sender(query, "w");
            text(query, "w");
        } else {
            query.add(" AND EXISTS (SELECT 1 FROM message m WHERE m.queue_id = w.queue_id");
            sender(query, "m");
            text(query, "m");
            query.add(")");
        }
    }

    private void sender(Query query, String message) {
        if (filter.sender() != null) {
            String sender = lower(filter.sender());
            query.add(" AND (LOWER(" + message + ".header_from) = ? OR LOWER(" + message + ".reverse_path) = ?)");
            query.add("", sender, sender);
        }
    }

    private void text(Query query, String message) {
        if (filter.text() == null) {
            return;
        }
        String part = "%" + lower(filter.text()).replaceAll("([!%_])", "!$1") + "%";
        query.add(" AND (" + message + ".queue_id = ?", filter.text().toUpperCase(Locale.ROOT));
        for (String column : List.of("subject", "message_id", "header_from", "reverse_path")) {
            query.add(" OR LOWER(" + message + "." + column + ") LIKE ? ESCAPE '!'", part);
        }
        query.add(
                " OR EXISTS (SELECT 1 FROM recipient a WHERE a.queue_id = " + message + ".queue_id"
                        + " AND LOWER(a.address) LIKE ? ESCAPE '!'))",
                part);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
