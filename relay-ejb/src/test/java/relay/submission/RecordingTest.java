package relay.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.content.ContentStore;
import relay.database.Database;
import relay.database.TestDatabases;
import relay.delivery.Delivery;
import relay.delivery.FreshMail;
import relay.ledger.Ledger;
import relay.ledger.LedgerWatch;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.ledger.RecordedMessages;
import relay.queue.QueueIds;
import relay.smtp.Envelope;

class RecordingTest {
    private static final Instant EXPIRES = Instant.parse("2040-01-01T00:00:00Z");
    private static final String DATABASES = "relay.database.TestDatabases#all";

    private final QueueIds ids = new QueueIds(Clock.systemUTC());
    private final List<Delivery> offered = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @MethodSource(DATABASES)
    void offersAMessageOnceHoweverOftenItComes(Database database) throws Exception {
        try (Ledger ledger = ledger(database)) {
            String queueId = ids.next();

            record(database, ledger, queueId, null, "first");
            record(database, ledger, queueId, null, "first");
        }
        assertThat(offered).hasSize(1);
        assertThat(offered.get(0).message().mustArriveBy()).isEqualTo(EXPIRES.toEpochMilli());
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void keepsTheBytesOfTheFirstWhenARetryHasOthers(Database database) throws Exception {
        try (Ledger ledger = ledger(database)) {
            for (int size : new int[] {10, ContentStore.CHUNK_BYTES * 2}) {
                String queueId = ids.next();
                ContentStore contents = record(database, ledger, queueId, "key", "1".repeat(size));
                record(database, ledger, queueId, "key", "2".repeat(size));

                try (InputStream in = contents.read(queueId, size + 2).open()) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                            .isEqualTo("\r\n" + "1".repeat(size));
                }
            }
        }
        assertThat(offered).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void writesALargeContentOnceHoweverOftenItComes(Database database) throws Exception {
        try (Ledger ledger = ledger(database)) {
            int size = ContentStore.CHUNK_BYTES * 2;
            String queueId = ids.next();
            ContentStore contents = record(database, ledger, queueId, null, "1".repeat(size));
            record(database, ledger, queueId, null, "2".repeat(size));

            try (InputStream in = contents.read(queueId, size + 2).open()) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("\r\n" + "1".repeat(size));
            }
        }
    }

    private Ledger ledger(Database database) {
        return new Ledger(database, Thread::new, new FreshMail(LedgerWatch.none(), offered::addAll), null);
    }

    private ContentStore record(Database database, Ledger ledger, String queueId, String key, String body)
            throws IOException, SQLException {
        ContentStore contents = new ContentStore(TestDatabases.dataSource(database), database, Clock.systemUTC());
        Recording recording = new Recording(
                ledger, contents, ids, new RecordedMessages(TestDatabases.dataSource(database)), Unrecorded.never());
        byte[] content = ("\r\n" + body).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(AcceptedMessageCodec.encode(message(queueId, key, content.length)));
        out.write(content);
        recording.record(
                new ByteArrayInputStream(out.toByteArray()),
                accepted -> List.of(new RecipientRow(
                        0, "b@x.test", "x.test", RecipientStatus.QUEUED, Long.MAX_VALUE, null, null, null)),
                null,
                false);
        return contents;
    }

    private static AcceptedMessage message(String queueId, String key, int size) {
        Instant now = Instant.now();
        return new AcceptedMessage(
                queueId,
                "recording",
                null,
                "transactional",
                Envelope.of("a@demo.test", List.of("b@x.test")),
                new MessageFacts("<id@x>", "a@demo.test", "demo.test", "x"),
                new RelayOptions(
                        null, List.of("t", "t"), null, new Tracking(true, true), null, EXPIRES, "c".repeat(128), key),
                "test",
                now,
                2,
                size,
                now.plusSeconds(60));
    }
}
