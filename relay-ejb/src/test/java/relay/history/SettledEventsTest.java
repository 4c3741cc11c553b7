package relay.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import relay.queue.QueueIds;

class SettledEventsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final TreeMap<String, EventRecord> committed = new TreeMap<>();
    private final List<Long> pauses = new ArrayList<>();
    private long oldestWaiting = Long.MAX_VALUE;
    private Runnable meanwhile = () -> {};

    private static String idAt(Duration ago) {
        return QueueIds.first(NOW.minus(ago));
    }

    private void commit(String id) {
        committed.put(id, new EventRecord(id, "delivered", NOW, null, null, null, null, null, null));
    }

    private List<String> read(int limit) throws SQLException {
        return new SettledEvents(Clock.fixed(NOW, ZoneOffset.UTC), () -> oldestWaiting, millis -> {
                    pauses.add(millis);
                    meanwhile.run();
                })
                        .page(before -> {
                            List<EventRecord> all =
                                    new ArrayList<>(committed.headMap(before).values());
                            return all.size() > limit
                                    ? new Slice<>(
                                            all.subList(0, limit),
                                            all.get(limit - 1).id())
                                    : new Slice<>(all, null);
                        })
                        .items()
                        .stream()
                        .map(EventRecord::id)
                        .toList();
    }

    @Test
    void waitsForWhatIsCommittedLate() throws SQLException {
        String early = idAt(Duration.ofMillis(20));
        String late = idAt(Duration.ofMillis(10));
        commit(late);
        meanwhile = () -> commit(early);

        assertThat(read(10)).containsExactly(early, late);
    }

    @Test
    void endsBeforeWhatTheLedgerHasNotWritten() throws SQLException {
        String old = idAt(Duration.ofHours(2));
        commit(old);
        commit(idAt(Duration.ofMinutes(1)));
        oldestWaiting = NOW.minus(Duration.ofHours(1)).toEpochMilli();

        assertThat(read(10)).containsExactly(old);
    }

    @Test
    void doesNotWaitForAPageOfThePast() throws SQLException {
        commit(idAt(Duration.ofHours(2)));
        commit(idAt(Duration.ofHours(1)));

        assertThat(read(1)).hasSize(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void answersWhatHappenedBeforeTheQuestion() throws SQLException {
        commit(idAt(Duration.ZERO));

        assertThat(read(10)).hasSize(1);
    }
}
