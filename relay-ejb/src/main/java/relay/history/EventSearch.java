package relay.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Finds the events of a tenant, oldest first. */
final class EventSearch implements Windows.Rows<EventRecord> {
    private static final String ORDER = " ORDER BY e.tenant_id, e.id";

    private final Connection connection;
    private final String tenantId;
    private final String type;
    private final String before;

    /** Only events whose id is smaller than {@code before}. */
    EventSearch(Connection connection, String tenantId, String type, String before) {
        this.connection = connection;
        this.tenantId = tenantId;
        this.type = type;
        this.before = before;
    }

    Slice<EventRecord> page(String after, int limit) throws SQLException {
        if (type != null) {
            return new Windows(System::nanoTime).page(this, after, limit, EventRecord::id);
        }
        List<EventRecord> found = within(after, null, limit + 1);
        return found.size() > limit
                ? new Slice<>(found.subList(0, limit), found.get(limit - 1).id())
                : new Slice<>(found, null);
    }

    @Override
    public String end(String after, int size) throws SQLException {
        List<String> end = new Query()
                .add(
                        "SELECT e.id FROM event e WHERE e.tenant_id = ? AND e.id > ? AND e.id < ?",
                        tenantId,
                        after,
                        before)
                .add(ORDER + " OFFSET ? ROWS FETCH FIRST 1 ROWS ONLY", size - 1)
                .list(connection, row -> row.getString(1));
        return end.isEmpty() ? null : end.get(0);
    }

    @Override
    public List<EventRecord> within(String after, String last, int limit) throws SQLException {
        Query query = new Query()
                .add(EventLog.COLUMNS)
                .add("e.tenant_id = ? AND e.id > ? AND e.id < ?", tenantId, after, before);
        if (last != null) {
            query.add(" AND e.id <= ?", last);
        }
        if (type != null) {
            query.add(" AND e.type = ?", type);
        }
        return query.add(ORDER + " FETCH FIRST ? ROWS ONLY", limit).list(connection, EventLog::event);
    }
}
