package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.configuration.Configuration;
import relay.content.ContentStore;
import relay.database.Database;
import relay.database.Migrations;
import relay.database.TestDatabases;
import relay.egress.WarmUpStore;
import relay.ledger.Acceptance;
import relay.ledger.Ledger;
import relay.ledger.MessageRow;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;
import relay.queue.QueueName;
import relay.routing.MxResolver;
import relay.routing.PermittedHosts;
import relay.routing.Router;
import relay.routing.ScriptedDns;
import relay.shaping.ShapingRules;
import relay.smtp.client.Egress;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.SmtpClient;
import relay.smtp.client.SmtpConnection;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.Stage;

class LateMailTest {
    private static final String ID = "01M80144MK6J2RQC1RB3";

    @TempDir
    Path directory;

    private final Clock clock = Clock.systemUTC();
    private final QueueIds ids = new QueueIds(clock);
    private final ScheduledExecutorService loop = Executors.newScheduledThreadPool(1);
    private final AtomicInteger connections = new AtomicInteger();
    private Configuration configuration;
    private Database database;

    /** Refuses every connection, and counts them. */
    private final class NoClient implements SmtpClient {
        @Override
        public CompletableFuture<SmtpConnection> connect(RemoteHost host, Egress egress) {
            connections.incrementAndGet();
            return CompletableFuture.failedFuture(
                    new SmtpFailure(Stage.CONNECT, null, "connection refused").asException());
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() {
        configuration = Configuration.of(Map.of("RELAY_DATA_DIR", directory.toString()), new Properties());
        database = Database.of(configuration);
        Migrations.apply(database);
    }

    @AfterEach
    void close() throws SQLException {
        loop.shutdownNow();
        database.shutdown();
    }

    private void deliver(Long mustArriveBy) {
        try (Ledger ledger = new Ledger(database, Thread::new)) {
            MessageRow message = Deliveries.message(ID, "transactional").mustArriveBy(mustArriveBy);
            ledger.record(new Acceptance(
                            message,
                            List.of(new RecipientRow(
                                    0,
                                    "a@x.test",
                                    "x.test",
                                    RecipientStatus.QUEUED,
                                    Long.MAX_VALUE,
                                    null,
                                    "NEVER",
                                    null)),
                            new byte[20],
                            List.of()))
                    .join();
            DeliveryEngine engine = engine(ledger);
            engine.start();
            engine.offer(List.of(new Delivery(
                    message, 0, "a@x.test", QueueName.of("transactional", "T", "x.test"), 0, 0, "NEVER", null, false)));
            await().until(() -> !status().equals("queued"));
            engine.stop().join();
        }
    }

    private DeliveryEngine engine(Ledger ledger) {
        ContentStore contents = new ContentStore(TestDatabases.dataSource(database), database, clock);
        ScriptedDns dns = new ScriptedDns().withAddress("x.test", "192.0.2.1");
        return new DeliveryEngine(
                EngineSettings.of(configuration),
                clock,
                "RUN",
                loop,
                Runnable::run,
                new Router(
                        new MxResolver(dns, 25, new Random(1)),
                        Optional.empty(),
                        Optional::empty,
                        25,
                        new PermittedHosts(List.of(), address -> false)),
                ShapingRules.shipped(),
                tenantId -> 1,
                new Connector(new NoClient()),
                ledger,
                new WaitingMail(TestDatabases.dataSource(database)),
                delivery -> new Prepared.Hold("not reached"),
                new OutcomeRecorder(
                        new OutcomeRules(RetrySchedules.ofEach(RetrySchedule.ofDefaults()), () -> 0.5),
                        ledger,
                        ids,
                        clock,
                        Runnable::run,
                        new SenderNotices("relay.test", contents, ids, Duration.ofDays(1), Duration.ofHours(4)),
                        contents,
                        false),
                new WarmUpStore(database));
    }

    private String status() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT r.status FROM recipient r")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void isNotTriedAfterTheTimeByWhichItMustArrive() throws SQLException {
        deliver(1L);
        assertThat(connections).hasValue(0);
        assertThat(status()).isEqualTo("expired");
    }

    @Test
    void isTriedUntilThen() throws SQLException {
        deliver(Long.MAX_VALUE);
        assertThat(connections).hasValue(1);
    }

    @Test
    void isTriedWhereNothingSaysByWhenItMustArrive() throws SQLException {
        deliver(null);
        assertThat(connections).hasValue(1);
    }
}
