package relay.history;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import relay.content.ContentStore;
import relay.database.Database;
import relay.database.TestDatabases;
import relay.delivery.LateFailures;
import relay.delivery.SenderNotices;
import relay.ledger.Acceptance;
import relay.ledger.Event;
import relay.ledger.EventType;
import relay.ledger.Ledger;
import relay.ledger.MessageRow;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;

/** Mail of a tenant of its own, put into a database for a test. */
final class SentMail implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-11-21T09:00:00Z");

    private static final AtomicInteger TENANTS = new AtomicInteger();

    final String tenantId =
            "T" + TENANTS.incrementAndGet() + "-" + ProcessHandle.current().pid();
    final Ledger ledger;
    private final Database database;
    private Instant now = BEGIN;
    private QueueIds ids = new QueueIds(Clock.fixed(now, ZoneOffset.UTC));

    SentMail(Database database) {
        this.database = database;
        this.ledger = new Ledger(database, Thread::new);
    }

    Connection connect() throws SQLException {
        return database.connect();
    }

    /** What tells the senders of this mail. */
    LateFailures failures(Clock clock) {
        return new LateFailures(
                new SenderNotices(
                        "relay.test",
                        new ContentStore(TestDatabases.dataSource(database), database, clock),
                        new QueueIds(Clock.systemUTC()),
                        Duration.ofDays(1),
                        Duration.ofHours(4)),
                clock);
    }

    /** Later messages are this much later. */
    void advance(long seconds) {
        now = now.plusSeconds(seconds);
        ids = new QueueIds(Clock.fixed(now, ZoneOffset.UTC));
    }

    /** A message from hello@demo.test whose recipients all begin with this status. */
    String sent(String subject, RecipientStatus status, String... recipients) {
        return sent(subject, null, status, recipients);
    }

    String sent(String subject, String tags, RecipientStatus status, String... recipients) {
        String queueId = ids.next();
        List<RecipientRow> rows = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (String address : recipients) {
            Long nextAt = status == RecipientStatus.QUEUED || status == RecipientStatus.DEFERRED
                    ? now.plusSeconds(3600).toEpochMilli()
                    : null;
            String domain = address.substring(address.indexOf('@') + 1);
            rows.add(new RecipientRow(rows.size(), address, domain, status, nextAt, null, null, null));
            events.add(Event.of(
                    ids.next(), now.toEpochMilli(), EventType.ACCEPTED, tenantId, queueId, rows.size() - 1, address));
        }
        byte[] content = "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
        MessageRow row = row(queueId, subject, tags, content.length);
        ledger.record(new Acceptance(row, rows, content, events)).join();
        return queueId;
    }

    private MessageRow row(String queueId, String subject, String tags, int size) {
        return new MessageRow(
                queueId,
                tenantId,
                null,
                "transactional",
                null,
                "bounce@demo.test",
                "Hello@demo.test",
                "demo.test",
                "<" + queueId.substring(10) + "@demo.test>",
                subject,
                size,
                14,
                null,
                false,
                false,
                null,
                null,
                "test",
                tags,
                null,
                null,
                now.toEpochMilli(),
                now.plusSeconds(86_400).toEpochMilli());
    }

    /** The subjects of the first page that fits. */
    List<String> subjects(UnaryOperator<Filter> filter) throws SQLException {
        return subjects(filter.apply(new Filter()), "", 100).items();
    }

    Slice<String> subjects(Filter filter, String after, int limit) throws SQLException {
        try (Connection connection = connect()) {
            Slice<String> page = new MessageSearch(connection, tenantId, filter.build()).page(after, limit);
            List<MessageSummary> messages = new MessageReader(connection).messages(page.items());
            return new Slice<>(messages.stream().map(MessageSummary::subject).toList(), page.next());
        }
    }

    @Override
    public void close() {
        ledger.close();
    }

    /** A filter in the making. */
    static final class Filter {
        private String recipient;
        private String sender;
        private String status;
        private String tag;
        private Instant from;
        private Instant to;
        private String text;

        Filter recipient(String value) {
            recipient = value;
            return this;
        }

        Filter sender(String value) {
            sender = value;
            return this;
        }

        Filter status(String value) {
            status = value;
            return this;
        }

        Filter tag(String value) {
            tag = value;
            return this;
        }

        Filter from(Instant value) {
            from = value;
            return this;
        }

        Filter to(Instant value) {
            to = value;
            return this;
        }

        Filter text(String value) {
            text = value;
            return this;
        }

        MessageFilter build() {
            return new MessageFilter(recipient, sender, status, tag, from, to, text);
        }
    }
}
