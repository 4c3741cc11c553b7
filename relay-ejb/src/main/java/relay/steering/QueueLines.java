package relay.steering;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import relay.delivery.EngineState;
import relay.delivery.SiteState;
import relay.queue.QueueIds;
import relay.queue.QueueName;

/** Puts together what the database and the engine know of each domain. */
final class QueueLines {
    private static final String COUNTS = "SELECT queue_name, COUNT(*) AS waiting, COUNT(next_at) AS timed,"
            + " MIN(queue_id) AS oldest FROM recipient WHERE queue_name > '' GROUP BY queue_name";

    private QueueLines() {}

    /** What waits in the database, by domain. */
    static Map<String, Counts> counts(DataSource dataSource) throws SQLException {
        Map<String, Counts> counts = new TreeMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(COUNTS);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                long timed = row.getLong("timed");
                counts.merge(
                        QueueName.parse(row.getString("queue_name")).domain(),
                        new Counts(timed, row.getLong("waiting") - timed, row.getString("oldest")),
                        Counts::plus);
            }
        }
        return Collections.unmodifiableMap(counts);
    }

    /** One line for each domain with anything to do and each source to its site, in the order of their names. */
    static List<QueueLine> of(Map<String, Counts> counts, EngineState engine) {
        Map<String, List<SiteState>> sites = engine.sites().stream()
                .collect(Collectors.toMap(
                        state -> state.source() + '\n' + state.site(),
                        Function.identity(),
                        SiteState::plus,
                        TreeMap::new))
                .values()
                .stream()
                .collect(Collectors.groupingBy(SiteState::site));
        Map<String, Integer> held = new TreeMap<>();
        engine.held().forEach((queue, count) -> held.merge(queue.domain(), count, Integer::sum));
        TreeSet<String> domains = new TreeSet<>(counts.keySet());
        domains.addAll(held.keySet());
        List<QueueLine> lines = new ArrayList<>();
        for (String domain : domains) {
            String site = engine.siteOfDomain().get(domain);
            List<SiteState> states = site == null ? List.of() : sites.getOrDefault(site, List.of());
            lines.add(line(
                    domain,
                    site,
                    counts.getOrDefault(domain, Counts.NONE),
                    held.getOrDefault(domain, 0),
                    engine.inFlight().getOrDefault(domain, 0),
                    states.stream().findFirst(),
                    engine.unroutable().get(domain)));
            states.stream()
                    .skip(1)
                    .map(state -> line(domain, site, Counts.NONE, 0, 0, Optional.of(state), null))
                    .forEach(lines::add);
        }
        return lines;
    }

    private static QueueLine line(
            String domain,
            String site,
            Counts counts,
            int inMemory,
            int inFlight,
            Optional<SiteState> state,
            String unroutable) {
        return new QueueLine(
                domain,
                site,
                state.map(SiteState::source).orElse(null),
                Math.max(0, inMemory - inFlight),
                inFlight,
                Math.max(0, counts.timed - inMemory),
                counts.held,
                counts.oldest == null ? null : QueueIds.madeAt(counts.oldest).toEpochMilli(),
                state.map(SiteState::connections).orElse(0),
                state.map(SiteState::restUntil).orElse(null),
                state.map(SiteState::restReason).orElse(null),
                state.map(SiteState::lastReplies)
                        .orElseGet(() -> unroutable == null ? List.of() : List.of(unroutable)));
    }

    /**
     * What waits in the database.
     *
     * @param timed for its time or its turn
     * @param held for an operator
     * @param oldest the first queue id, or null
     */
    record Counts(long timed, long held, String oldest) {
        static final Counts NONE = new Counts(0, 0, null);

        Counts plus(Counts other) {
            return new Counts(
                    timed + other.timed, held + other.held, oldest.compareTo(other.oldest) < 0 ? oldest : other.oldest);
        }
    }
}
