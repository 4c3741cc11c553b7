package relay.ledger;

import java.sql.SQLException;
import java.util.List;

/**
 * Facts without a change of status: what a report or a visitor told us.
 *
 * @param events the facts
 */
public record Facts(List<Event> events) implements Entry {
    public Facts {
        events = List.copyOf(events);
    }

    @Override
    public void write(LedgerStatements statements) throws SQLException {
        for (Event event : events) {
            statements.insertEvent(event);
        }
    }
}
