package relay.steering;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;

/** What waits in the database, by domain: counting a million takes seconds, and every open console page asks for it. */
public final class QueueCounts {
    private final SharedCount<Map<String, QueueLines.Counts>> shared;

    public QueueCounts(DataSource dataSource, Clock clock) {
        shared = new SharedCount<>(() -> QueueLines.counts(dataSource), clock);
    }

    /** As it is now, or was a moment ago. */
    Map<String, QueueLines.Counts> byDomain() throws SQLException {
        return shared.get();
    }
}
