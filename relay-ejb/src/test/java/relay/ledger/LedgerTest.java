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
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.configuration.Configuration;
import relay.database.Database;
import relay.database.Migrations;
import relay.delivery.Deliveries;

class LedgerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ID = "01M80144MK6J2RQC1RB3";

    @TempDir
    Path directory;

    private Database database;
    private Ledger ledger;

    @BeforeEach
    void open() {
        database = Database.of(Configuration.of(Map.of("RELAY_DATA_DIR", directory.toString()), new Properties()));
        Migrations.apply(database);
        ledger = new Ledger(database, Thread::new);
    }

    @AfterEach
    void close() throws SQLException {
        ledger.close();
        database.shutdown();
    }

    private static Acceptance acceptance(String queueId, int recipients) {
        List<RecipientRow> rows = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            rows.add(new RecipientRow(
                    i, "r" + i + "@x.example", "x.example", RecipientStatus.QUEUED, 1L, null, null, null));
        }
        return new Acceptance(
                Deliveries.message(queueId, "transactional"),
                rows,
                new byte[] {1, 2, 3},
                List.of(Event.of(queueId, 1, EventType.ACCEPTED, "T", queueId, 0, "r0@x.example")));
    }

    private static Outcome outcome(int number, int generation, RecipientStatus status) {
        return new Outcome(
                ID,
                number,
                generation,
                status,
                1,
                null,
                "250 ok",
                "mx",
                false,
                2,
                new Attempt(1, 1, 1, null, "mx", "192.0.2.1", null, "250 ok"),
                List.of(),
                false);
    }

    private long count(String table) throws SQLException {
        return number("SELECT COUNT(*) FROM " + table);
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void recordsAMessageWithItsRecipientsContentAndEvents() throws SQLException {
        assertThat(ledger.record(acceptance(ID, 3)).join()).isTrue();
        assertThat(count("message")).isEqualTo(1);
        assertThat(count("recipient")).isEqualTo(3);
        assertThat(count("content")).isEqualTo(1);
        assertThat(count("event")).isEqualTo(1);
    }

    @Test
    void recordingAMessageTwiceIsHarmless() throws SQLException {
        ledger.record(acceptance(ID, 2)).join();
        assertThat(ledger.record(acceptance(ID, 2)).join()).isFalse();
        assertThat(count("recipient")).isEqualTo(2);
    }

    @Test
    void aRepeatedEntryInABatchDoesNotTakeTheOthersWithIt() throws SQLException {
        ledger.record(acceptance(ID, 1)).join();
        List<CompletableFuture<Boolean>> results = new ArrayList<>();
        for (int i = 10; i < 60; i++) {
            results.add(ledger.record(acceptance("01M80144MK6J2RQC1R" + i, 1)));
            results.add(ledger.record(acceptance(ID, 1)));
        }
        results.forEach(CompletableFuture::join);
        assertThat(count("message")).isEqualTo(51);
    }

    @Test
    void onlyOneClaimOfAGenerationApplies() {
        ledger.record(acceptance(ID, 1)).join();
        assertThat(ledger.claim(new Claim(ID, 0, 0, "RUN1", 10)).join()).isTrue();
        assertThat(ledger.claim(new Claim(ID, 0, 0, "RUN2", 10)).join()).isFalse();
    }

    @Test
    void repeatingOnesOwnClaimIsHarmless() {
        ledger.record(acceptance(ID, 1)).join();
        Claim claim = new Claim(ID, 0, 0, "RUN1", 10);
        ledger.claim(claim).join();
        assertThat(ledger.claim(claim).join()).isTrue();
    }

    @Test
    void anOutcomeOfAnotherGenerationChangesNothing() throws SQLException {
        ledger.record(acceptance(ID, 1)).join();
        ledger.claim(new Claim(ID, 0, 0, "RUN1", 10)).join();
        ledger.settle(outcome(0, 0, RecipientStatus.BOUNCED)).join();
        assertThat(number("SELECT COUNT(*) FROM recipient WHERE status = 'queued'"))
                .isEqualTo(1);
        assertThat(number("SELECT unfinished FROM message")).isEqualTo(1);
        assertThat(count("attempt")).isZero();
    }

    @Test
    void anOutcomeOfAnotherGenerationIsToldToNobody() throws SQLException {
        ledger.record(acceptance(ID, 1)).join();
        ledger.settle(outcome(0, 7, RecipientStatus.BOUNCED), acceptance("01M80144MK6J2RQC1RB9", 1))
                .join();
        assertThat(count("message")).isEqualTo(1);
    }

    @Test
    void anAttemptIsCountedAgainAfterAnOutcomeThatDidNotApply() throws SQLException {
        ledger.record(acceptance(ID, 1)).join();
        ledger.settle(outcome(0, 7, RecipientStatus.DEFERRED)).join();
        ledger.settle(outcome(0, 0, RecipientStatus.DELIVERED)).join();
        assertThat(number("SELECT COUNT(*) FROM recipient WHERE status = 'delivered'"))
                .isEqualTo(1);
    }

    @Test
    void theContentGoesWithTheLastRecipient() throws SQLException {
        ledger.record(acceptance(ID, 2)).join();
        ledger.claim(new Claim(ID, 0, 0, "RUN1", 10)).join();
        ledger.settle(outcome(0, 1, RecipientStatus.DELIVERED)).join();
        assertThat(count("content")).isEqualTo(1);
        ledger.settle(outcome(1, 0, RecipientStatus.BOUNCED)).join();
        assertThat(count("content")).isZero();
        assertThat(count("attempt")).isEqualTo(2);
    }

    @Test
    void aDeferredRecipientKeepsTheContent() throws SQLException {
        ledger.record(acceptance(ID, 1)).join();
        ledger.settle(outcome(0, 0, RecipientStatus.DEFERRED)).join();
        assertThat(count("content")).isEqualTo(1);
        assertThat(number("SELECT unfinished FROM message")).isEqualTo(1);
    }

    @Test
    void anOutcomeAndItsNoticeAreOneTransaction() throws SQLException {
        ledger.record(acceptance(ID, 1)).join();
        ledger.settle(outcome(0, 0, RecipientStatus.BOUNCED), acceptance("01M80144MK6J2RQC1RB9", 1))
                .join();
        assertThat(number("SELECT COUNT(*) FROM recipient WHERE status = 'bounced'"))
                .isEqualTo(1);
        assertThat(count("message")).isEqualTo(2);
    }

    @Test
    void shortensRepliesThatDoNotFit() throws SQLException {
        ledger.record(acceptance(ID, 1)).join();
        Event event = new Event(
                "E1", 1, EventType.DEFERRED, "T", ID, 0, "r0@x.example", "x".repeat(5_000), "4.0.0", null, null);
        assertThat(ledger.note(new Facts(List.of(event))).join()).isTrue();
        assertThat(number("SELECT MAX(LENGTH(reply)) FROM event")).isEqualTo(1_000);
    }

    @Test
    void aFaultOfTheWriterFailsWhatItHadInHandAndStopsNobody() {
        CompletableFuture<Boolean> broken = ledger.settle(outcome(0, 0, RecipientStatus.BOUNCED), null);
        assertThat(broken).failsWithin(PATIENCE);
        assertThat(ledger.record(acceptance(ID, 1))).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(ledger.isAlive()).isTrue();
    }

    @Test
    void aMessageIsNotTakenForRecordedBecauseAnotherRowExists() throws SQLException {
        ledger.record(acceptance(ID, 1)).join();
        Acceptance other = acceptance("01M80144MK6J2RQC1RB9", 1);
        Acceptance clashing = new Acceptance(
                other.message(), other.recipients(), null, acceptance(ID, 1).events());
        assertThat(ledger.record(clashing)).failsWithin(PATIENCE);
        assertThat(count("message")).isEqualTo(1);
    }

    @Test
    void whatIsDurableIsSaidSoThoughItsWatcherFails() {
        LedgerWatch failing = new LedgerWatch() {
            @Override
            public void written(int entries, Duration took) {
                throw new IllegalStateException("no");
            }

            @Override
            public void ready(Acceptance acceptance) {}

            @Override
            public void accepted(Acceptance acceptance) {}

            @Override
            public void settled(Outcome outcome) {}
        };
        try (Ledger watched = new Ledger(database, Thread::new, failing, null)) {
            assertThat(watched.record(acceptance(ID, 1)).join()).isTrue();
        }
    }

    @Test
    void whatWasWrittenOutlivesTheLedger() throws SQLException {
        ledger.record(acceptance(ID, 1)).join();
        ledger.close();
        database.shutdown();
        open();
        assertThat(count("message")).isEqualTo(1);
    }
}
