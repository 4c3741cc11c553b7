package relay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.content.ContentStore;
import relay.database.Database;
import relay.database.TestDatabases;
import relay.delivery.Deliveries;
import relay.delivery.LateFailures;
import relay.delivery.SenderNotices;
import relay.ledger.Acceptance;
import relay.ledger.Ledger;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;
import relay.secret.SecretBox;
import relay.smtp.Content;
import relay.smtp.Envelope;
import relay.smtp.ListenerRole;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;

class ReportsTest {
    private static final String DATABASES = "relay.database.TestDatabases#all";
    private static final String FAILED = """
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 no such user
            """;

    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final QueueIds ids = new QueueIds(Clock.systemUTC());
    private final ReturnPath returnPaths = new ReturnPath(new SecretBox("secret"));

    @AfterEach
    void end() {
        workers.shutdownNow();
    }

    private Reports reports(Database database, Ledger ledger) {
        ContentStore contents = new ContentStore(TestDatabases.dataSource(database), database, Clock.systemUTC());
        SenderNotices notices = new SenderNotices("relay.test", contents, ids, Duration.ofDays(1), Duration.ofHours(4));
        return new Reports(
                returnPaths,
                TestDatabases.dataSource(database),
                ledger,
                ids,
                Clock.systemUTC(),
                new LateFailures(notices, Clock.systemUTC())::notice,
                workers);
    }

    /** A message that was delivered, so that its content is gone. */
    private String delivered(Ledger ledger, String notifyOn) {
        String queueId = ids.next();
        ledger.record(new Acceptance(
                        Deliveries.message(queueId, "transactional"),
                        List.of(new RecipientRow(
                                0, "a@x.test", "x.test", RecipientStatus.DELIVERED, null, null, notifyOn, null)),
                        null,
                        List.of()))
                .join();
        return queueId;
    }

    private Submission report(String queueId) throws java.io.IOException {
        Peer peer = new Peer(
                ListenerRole.TRANSFER, InetAddress.getByName("192.0.2.7"), 40_000, "mx.x.test", true, null, null);
        return new Submission(
                Envelope.of("", List.of(returnPaths.of(queueId, 0, "a.example"))),
                Content.of(FAILED.getBytes(StandardCharsets.US_ASCII)),
                peer,
                null);
    }

    private static long number(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long events(Database database, String queueId) throws SQLException {
        return number(
                database, "SELECT COUNT(*) FROM event WHERE type = 'bounced_async' AND queue_id = '" + queueId + "'");
    }

    private static long notices(Database database, String queueId) throws SQLException {
        return number(
                database,
                "SELECT COUNT(*) FROM message m JOIN recipient r ON r.queue_id = m.queue_id WHERE m.reverse_path = ''"
                        + " AND r.address = 'sender@a.example' AND m.subject LIKE '%" + queueId + "'");
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void tellsTheSenderWhatCameBackAfterDelivery(Database database) throws Exception {
        try (Ledger ledger = new Ledger(database, Thread::new)) {
            String queueId = delivered(ledger, null);

            Reply reply = reports(database, ledger).take(report(queueId));

            assertThat(reply.code()).isEqualTo(250);
            assertThat(events(database, queueId)).isEqualTo(1);
            assertThat(notices(database, queueId)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void tellsASenderNothingWhoAskedForNothing(Database database) throws Exception {
        try (Ledger ledger = new Ledger(database, Thread::new)) {
            String queueId = delivered(ledger, "NEVER");

            reports(database, ledger).take(report(queueId));

            assertThat(events(database, queueId)).isEqualTo(1);
            assertThat(notices(database, queueId)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void takesAReportThatComesAgainOnce(Database database) throws Exception {
        try (Ledger ledger = new Ledger(database, Thread::new)) {
            String queueId = delivered(ledger, "FAILURE");
            Reports reports = reports(database, ledger);

            reports.take(report(queueId));
            assertThat(reports.take(report(queueId)).code()).isEqualTo(250);

            assertThat(events(database, queueId)).isEqualTo(1);
            assertThat(notices(database, queueId)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void asksToComeAgainWhenTheLedgerDoesNotWrite(Database database) throws Exception {
        Ledger ledger = new Ledger(database, Thread::new);
        String queueId = delivered(ledger, null);
        ledger.close();

        assertThat(reports(database, ledger).take(report(queueId)).toString()).startsWith("451 4.3.0");
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void occupiesNobodyWhileTooManyReportsWait(Database database) throws Exception {
        try (Ledger ledger = new Ledger(database, Thread::new)) {
            String queueId = delivered(ledger, null);
            Reports reports = new Reports(
                    returnPaths,
                    TestDatabases.dataSource(database),
                    ledger,
                    ids,
                    Clock.systemUTC(),
                    (connection, id, number, status, words) -> java.util.Optional.empty(),
                    never -> {},
                    Duration.ZERO);
            for (int i = 0; i < 20; i++) {
                assertThat(reports.take(report(queueId)).code()).isEqualTo(451);
            }
        }
    }
}
