package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.database.Database;
import relay.database.TestDatabases;
import relay.ledger.Acceptance;
import relay.ledger.Claim;
import relay.ledger.Ledger;
import relay.ledger.MessageRow;
import relay.ledger.Outcome;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;
import relay.queue.QueueName;

class WaitingMailTest {
    private static final String DATABASES = "relay.database.TestDatabases#all";
    private static final byte[] CONTENT = "\r\n12345678901234567\r".getBytes(StandardCharsets.US_ASCII);
    private static final long FAR = 10_000;

    private final QueueIds ids = new QueueIds(Clock.systemUTC());

    /** A domain of its own, because the database is shared. */
    private final String domain = ids.next().toLowerCase(java.util.Locale.ROOT) + ".example";

    private final QueueName queue = QueueName.of("transactional", "T", domain);

    private String store(Ledger ledger, String stream, RecipientStatus status, Long nextAt) {
        String queueId = ids.next();
        MessageRow message = Deliveries.message(queueId, stream);
        RecipientRow recipient = new RecipientRow(0, "joe@" + domain, domain, status, nextAt, null, null, null);
        ledger.record(new Acceptance(message, List.of(recipient), CONTENT, List.of()))
                .join();
        return queueId;
    }

    private static WaitingMail waitingMail(Database database) {
        return new WaitingMail(TestDatabases.dataSource(database));
    }

    private WaitingMail.Page page(Database database, long bound, int most) {
        return waitingMail(database)
                .read(List.of(new WaitingMail.Wanted(queue, bound, most)))
                .get(0);
    }

    private static List<String> queueIds(WaitingMail.Page page) {
        return page.deliveries().stream()
                .map(delivery -> delivery.message().queueId())
                .toList();
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void knowsEachQueueWithTheTimeOfItsFirst(Database database) throws Exception {
        try (Ledger ledger = new Ledger(database, Thread::new)) {
            store(ledger, "transactional", RecipientStatus.QUEUED, 300L);
            store(ledger, "transactional", RecipientStatus.DEFERRED, 200L);
            store(ledger, "broadcast", RecipientStatus.SCHEDULED, 100L);
        }
        assertThat(waitingMail(database).queues())
                .containsAllEntriesOf(Map.of(queue, 200L, QueueName.of("broadcast", "T", domain), 100L));
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void seesNoQueueInWhatIsHeldOrFinished(Database database) throws Exception {
        try (Ledger ledger = new Ledger(database, Thread::new)) {
            store(ledger, "transactional", RecipientStatus.HELD, null);
            store(ledger, "transactional", RecipientStatus.REJECTED, null);
            String sent = store(ledger, "transactional", RecipientStatus.QUEUED, 1L);
            ledger.settle(new Outcome(
                            sent,
                            0,
                            0,
                            RecipientStatus.DELIVERED,
                            1,
                            null,
                            null,
                            null,
                            false,
                            2,
                            null,
                            List.of(),
                            false))
                    .join();
        }
        assertThat(waitingMail(database).queues()).doesNotContainKey(queue);
        assertThat(page(database, FAR, 10)).isEqualTo(new WaitingMail.Page(queue, List.of(), null));
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void readsWhatIsDueInItsOrderAndWhenTheNextWillBe(Database database) throws Exception {
        String first;
        String second;
        try (Ledger ledger = new Ledger(database, Thread::new)) {
            second = store(ledger, "transactional", RecipientStatus.QUEUED, 20L);
            first = store(ledger, "transactional", RecipientStatus.DEFERRED, 10L);
            store(ledger, "transactional", RecipientStatus.DEFERRED, 30L);
        }
        WaitingMail.Page due = page(database, 25, 10);
        assertThat(queueIds(due)).containsExactly(first, second);
        assertThat(due.nextDue()).isEqualTo(30);
        assertThat(due.deliveries().get(0).queue()).isEqualTo(queue);
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void readsNoMoreThanAskedForAndSaysThatThereIsMore(Database database) throws Exception {
        try (Ledger ledger = new Ledger(database, Thread::new)) {
            for (long nextAt = 1; nextAt <= 5; nextAt++) {
                store(ledger, "transactional", RecipientStatus.QUEUED, nextAt);
            }
        }
        WaitingMail.Page due = page(database, FAR, 3);
        assertThat(due.deliveries()).hasSize(3);
        assertThat(due.nextDue()).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void leavesOutWhatIsBeingSent(Database database) throws Exception {
        try (Ledger ledger = new Ledger(database, Thread::new)) {
            String sending = store(ledger, "transactional", RecipientStatus.QUEUED, 1L);
            String waiting = store(ledger, "transactional", RecipientStatus.QUEUED, 2L);
            ledger.claim(new Claim(sending, 0, 0, "RUN", FAR)).join();
            assertThat(queueIds(page(database, FAR, 10))).containsExactly(waiting);
        }
    }
}
