package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.content.ContentStore;
import relay.database.Database;
import relay.database.TestDatabases;
import relay.ledger.Acceptance;
import relay.ledger.Ledger;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;
import relay.smtp.Reply;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.Stage;

class OutcomeRecorderTest {
    private static final String DATABASES = "relay.database.TestDatabases#all";

    private final QueueIds ids = new QueueIds(Clock.systemUTC());

    /** Notices that cannot be written at first. */
    private static final class Reluctant implements Notices {
        private final Notices notices;
        private final AtomicInteger refusals;

        Reluctant(Notices notices, int refusals) {
            this.notices = notices;
            this.refusals = new AtomicInteger(refusals);
        }

        @Override
        public boolean isDue(Delivery delivery, Verdict verdict, AttemptResult result) {
            return notices.isDue(delivery, verdict, result);
        }

        @Override
        public Optional<Acceptance> write(Delivery delivery, Verdict verdict, AttemptResult result) {
            if (refusals.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
            return notices.write(delivery, verdict, result);
        }

        @Override
        public Optional<Acceptance> writeBriefly(Delivery delivery, Verdict verdict, AttemptResult result) {
            return notices.writeBriefly(delivery, verdict, result);
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void recordsNoBounceWithoutTheNoticeThatIsDue(Database database) throws SQLException {
        ContentStore contents = new ContentStore(TestDatabases.dataSource(database), database, Clock.systemUTC());
        Notices notices = new SenderNotices("relay.test", contents, ids, Duration.ofDays(1), Duration.ofHours(4));
        String queueId = ids.next();
        try (Ledger ledger = new Ledger(database, Thread::new)) {
            ledger.record(new Acceptance(
                            Deliveries.message(queueId, "transactional"),
                            List.of(new RecipientRow(
                                    0, "a@x.test", "x.test", RecipientStatus.QUEUED, null, null, null, null)),
                            "Subject: x\r\n\r\nbody\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                            List.of()))
                    .join();
            OutcomeRecorder recorder = new OutcomeRecorder(
                    new OutcomeRules(RetrySchedules.ofEach(RetrySchedule.ofDefaults()), () -> 0.5),
                    ledger,
                    ids,
                    Clock.systemUTC(),
                    Runnable::run,
                    new Reluctant(notices, 1),
                    contents,
                    false);
            SmtpFailure failure = new SmtpFailure(Stage.RCPT, Reply.of(550, "5.1.1", "no such user"), "no");
            recorder.record(
                            Deliveries.of(queueId, "transactional", "a@x.test"),
                            0,
                            new AttemptResult(null, failure, null, null, false, 1, 2))
                    .join();
        }
        assertThat(number(
                        database,
                        "SELECT COUNT(*) FROM recipient WHERE status = 'bounced' AND queue_id = '" + queueId + "'"))
                .isEqualTo(1);
        assertThat(number(
                        database,
                        "SELECT COUNT(*) FROM message WHERE reverse_path = '' AND subject LIKE '%" + queueId + "'"))
                .isEqualTo(1);
    }

    private static long number(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
