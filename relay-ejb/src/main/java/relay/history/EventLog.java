package relay.history;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import javax.sql.DataSource;
import relay.ledger.Ledger;

/** The events of a tenant, oldest first, so that whoever reads them goes on where they stopped. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EventLog {
    static final String COLUMNS = "SELECT e.id, e.type, e.at, e.queue_id, e.recipient, e.reply, e.enhanced_status,"
            + " e.bounce_kind, e.bounce_class FROM event e WHERE ";

    @Resource(lookup = "java:app/jdbc/relay")
    private DataSource dataSource;

    @Inject
    private Ledger ledger;

    @Inject
    private Clock clock;

    /**
     * Events after one.
     *
     * @param type only of this type, or null for all
     * @param after id of an event; empty for the beginning
     */
    public Slice<EventRecord> list(String tenantId, String type, String after, int limit) {
        try (Connection connection = dataSource.getConnection()) {
            return new SettledEvents(clock, ledger::oldestWaiting, Thread::sleep)
                    .page(before -> new EventSearch(connection, tenantId, type, before).page(after, limit));
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    static EventRecord event(ResultSet row) throws SQLException {
        return new EventRecord(
                row.getString("id"),
                row.getString("type"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("queue_id"),
                row.getString("recipient"),
                row.getString("reply"),
                row.getString("enhanced_status"),
                row.getString("bounce_kind"),
                row.getString("bounce_class"));
    }
}
