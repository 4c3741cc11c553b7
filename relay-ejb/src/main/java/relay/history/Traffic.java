package relay.history;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import relay.queue.QueueIds;

/** How mail flows: counts of what happened in the last hours, and of what waits. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Traffic {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    @Resource(lookup = "java:app/jdbc/relay")
    private DataSource dataSource;

    @Inject
    private Clock clock;

    /**
     * Events of a tenant in each of the last hours, the current one last.
     *
     * @param hours how many, 1 to 168
     */
    public List<TrafficHour> lastHours(String tenantId, int hours) {
        Instant first = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(hours - 1L));
        Map<Long, Map<String, Long>> counts = new HashMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT at / " + HOUR_MILLIS
                        + " AS hour_number, type, COUNT(*) FROM event WHERE tenant_id = ? AND id >= ? GROUP BY at / "
                        + HOUR_MILLIS + ", type")) {
            query.setString(1, tenantId);
            query.setString(2, QueueIds.first(first));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    counts.computeIfAbsent(row.getLong(1), hour -> new HashMap<>())
                            .put(row.getString(2), row.getLong(3));
                }
            }
        } catch (SQLException e) {
            throw new EJBException(e);
        }
        List<TrafficHour> series = new ArrayList<>();
        for (int i = 0; i < hours; i++) {
            Instant at = first.plus(Duration.ofHours(i));
            series.add(new TrafficHour(at, counts.getOrDefault(at.toEpochMilli() / HOUR_MILLIS, Map.of())));
        }
        return series;
    }

    /** Recipients of a tenant that wait, by status. */
    public Map<String, Long> waiting(String tenantId) {
        Map<String, Long> waiting = new HashMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT r.status, COUNT(*) FROM recipient r"
                        + " WHERE r.tenant_id = ? AND r.status IN ('queued', 'scheduled', 'deferred', 'held', 'in_doubt')"
                        + " GROUP BY r.status")) {
            query.setString(1, tenantId);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    waiting.put(row.getString(1), row.getLong(2));
                }
            }
        } catch (SQLException e) {
            throw new EJBException(e);
        }
        return waiting;
    }
}
