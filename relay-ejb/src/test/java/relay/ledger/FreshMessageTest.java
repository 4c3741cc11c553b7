package relay.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.database.Database;
import relay.delivery.Deliveries;
import relay.queue.QueueIds;

/** Messages that are delivered while their record waits. */
class FreshMessageTest {
    private static final String DATABASES = "relay.database.TestDatabases#all";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String RUN = "RUN";

    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();
    private final String id = new QueueIds(java.time.Clock.systemUTC()).next();

    @ParameterizedTest
    @MethodSource(DATABASES)
    void isWrittenOnceWithItsOutcomeAndWithoutItsContent(Database database) throws SQLException {
        try (SendingJournal sendings = journal();
                Ledger ledger = ledger(database, sendings)) {
            CompletableFuture<Boolean> recorded = ledger.recordUnderWay(acceptance(1));
            Claim claim = claim(0, 0);
            assertThat(ledger.claim(claim).join()).isTrue();
            assertThat(ledger.begin(claim).join()).isTrue();
            assertThat(sendings.isInDoubt(id, 0)).isTrue();
            assertThat(ledger.settle(outcome(0, 1, RecipientStatus.DELIVERED)).join())
                    .isTrue();
            assertThat(recorded).isCompletedWithValue(true);
            assertThat(sendings.isInDoubt(id, 0)).isFalse();
        }
        assertThat(row(database, "SELECT status, attempts, generation, queue_name FROM recipient"))
                .isEqualTo("delivered 1 2 null");
        assertThat(row(database, "SELECT unfinished FROM message")).isEqualTo("0");
        assertThat(row(database, "SELECT COUNT(*) FROM content")).isEqualTo("0");
        assertThat(row(database, "SELECT COUNT(*) FROM attempt")).isEqualTo("1");
        assertThat(told).containsExactly("ready", "accepted", "delivered");
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void isWrittenWithoutItsOutcomeWhenThatIsLongInComing(Database database) throws SQLException {
        try (SendingJournal sendings = journal();
                Ledger ledger = ledger(database, sendings)) {
            CompletableFuture<Boolean> recorded = ledger.recordUnderWay(acceptance(1));
            ledger.claim(claim(0, 0)).join();
            assertThat(recorded).succeedsWithin(PATIENCE).isEqualTo(true);
            assertThat(row(database, "SELECT status, generation, claimed_by FROM recipient"))
                    .isEqualTo("queued 1 " + RUN);
            assertThat(row(database, "SELECT COUNT(*) FROM content")).isEqualTo("1");
            ledger.settle(outcome(0, 1, RecipientStatus.DELIVERED)).join();
        }
        assertThat(row(database, "SELECT status, generation, claimed_by FROM recipient"))
                .isEqualTo("delivered 2 null");
        assertThat(row(database, "SELECT COUNT(*) FROM content")).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void keepsItsContentForTheRecipientsThatStillWait(Database database) throws SQLException {
        try (SendingJournal sendings = journal();
                Ledger ledger = ledger(database, sendings)) {
            var unused = ledger.recordUnderWay(acceptance(3));
            ledger.claim(claim(0, 0)).join();
            ledger.claim(claim(1, 0)).join();
            var unusedToo = ledger.settle(outcome(0, 1, RecipientStatus.DELIVERED));
            ledger.settle(outcome(1, 1, RecipientStatus.DEFERRED)).join();
        }
        assertThat(row(database, "SELECT unfinished FROM message")).isEqualTo("2");
        assertThat(row(database, "SELECT COUNT(*) FROM content")).isEqualTo("1");
        assertThat(row(database, "SELECT status FROM recipient WHERE number = 1"))
                .isEqualTo("deferred");
        assertThat(row(database, "SELECT status, generation FROM recipient WHERE number = 2"))
                .isEqualTo("queued 0");
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void isClaimedOnce(Database database) {
        try (SendingJournal sendings = journal();
                Ledger ledger = ledger(database, sendings)) {
            var unused = ledger.recordUnderWay(acceptance(1));
            assertThat(ledger.claim(claim(0, 0)).join()).isTrue();
            assertThat(ledger.claim(claim(0, 0)).join()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void isWrittenWithTheNoticeOfItsOutcome(Database database) throws SQLException {
        try (SendingJournal sendings = journal();
                Ledger ledger = ledger(database, sendings)) {
            var unused = ledger.recordUnderWay(acceptance(1));
            ledger.claim(claim(0, 0)).join();
            ledger.settle(outcome(0, 1, RecipientStatus.BOUNCED), acceptance(id.substring(0, 19) + "!", 1))
                    .join();
        }
        assertThat(row(database, "SELECT COUNT(*) FROM message")).isEqualTo("2");
        assertThat(told).containsExactly("ready", "accepted", "bounced", "accepted", "ready");
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void isWrittenWhenTheLedgerCloses(Database database) throws SQLException {
        try (SendingJournal sendings = journal();
                Ledger ledger = ledger(database, sendings)) {
            var unused = ledger.recordUnderWay(acceptance(1));
        }
        assertThat(row(database, "SELECT status, generation FROM recipient")).isEqualTo("queued 0");
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void isRecordedOnceHoweverOftenItComes(Database database) throws SQLException {
        try (SendingJournal sendings = journal();
                Ledger ledger = ledger(database, sendings)) {
            CompletableFuture<Boolean> recorded = ledger.recordUnderWay(acceptance(1));
            assertThat(ledger.record(acceptance(1))).isSameAs(recorded);
            assertThat(ledger.whenRecorded(id)).isSameAs(recorded);
            assertThat(ledger.whenRecorded("another one")).isCompleted();
        }
        assertThat(row(database, "SELECT COUNT(*) FROM message")).isEqualTo("1");
        assertThat(told).containsExactly("ready", "accepted");
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void staysInDoubtWhenItsRecordIsRefused(Database database) {
        try (SendingJournal sendings = journal();
                Ledger ledger = ledger(database, sendings)) {
            Acceptance refused = acceptance("too long for a queue id".repeat(3), 1);
            CompletableFuture<Boolean> recorded = ledger.recordUnderWay(refused);
            String queueId = refused.message().queueId();
            Claim claim = new Claim(queueId, 0, 0, RUN, Long.MAX_VALUE);
            ledger.claim(claim).join();
            ledger.begin(claim).join();
            assertThat(recorded).failsWithin(PATIENCE);
            assertThat(ledger.settle(outcome(queueId, 0, 1, RecipientStatus.HELD))
                            .join())
                    .isFalse();
            assertThat(sendings.isInDoubt(queueId, 0)).isTrue();
        }
    }

    private SendingJournal journal() {
        return new SendingJournal(directory, RUN, Thread::new);
    }

    private Ledger ledger(Database database, SendingJournal sendings) {
        LedgerWatch watch = new LedgerWatch() {
            @Override
            public void written(int entries, Duration took) {}

            @Override
            public void ready(Acceptance acceptance) {
                told.add("ready");
            }

            @Override
            public void accepted(Acceptance acceptance) {
                told.add("accepted");
            }

            @Override
            public void settled(Outcome outcome) {
                told.add(outcome.status().word());
            }
        };
        return new Ledger(database, Thread::new, watch, sendings);
    }

    private Claim claim(int number, int generation) {
        return new Claim(id, number, generation, RUN, Long.MAX_VALUE);
    }

    private Acceptance acceptance(int recipients) {
        return acceptance(id, recipients);
    }

    private static Acceptance acceptance(String queueId, int recipients) {
        List<RecipientRow> rows = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            rows.add(new RecipientRow(
                    i, "r" + i + "@x.example", "x.example", RecipientStatus.QUEUED, 1L, null, null, null));
        }
        return new Acceptance(Deliveries.message(queueId, "transactional"), rows, new byte[] {1, 2, 3}, List.of());
    }

    private Outcome outcome(int number, int generation, RecipientStatus status) {
        return outcome(id, number, generation, status);
    }

    private static Outcome outcome(String queueId, int number, int generation, RecipientStatus status) {
        return new Outcome(
                queueId,
                number,
                generation,
                status,
                1,
                status.isFinal() ? null : 5L,
                "250 ok",
                "mx",
                false,
                2,
                new Attempt(1, 1, 1, null, "mx", "192.0.2.1", null, "250 ok"),
                List.of(),
                false);
    }

    /** The columns of the only row about this message. */
    private String row(Database database, String query) throws SQLException {
        String ours = query.contains(" WHERE ") ? query + " AND" : query + " WHERE";
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ours + " queue_id LIKE '" + id.substring(0, 19) + "%'")) {
            row.next();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                columns.add(row.getString(i));
            }
            return String.join(" ", columns.stream().map(String::valueOf).toList());
        }
    }
}
