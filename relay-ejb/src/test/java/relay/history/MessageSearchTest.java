package relay.history;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.ledger.RecipientStatus.BOUNCED;
import static relay.ledger.RecipientStatus.DELIVERED;
import static relay.ledger.RecipientStatus.QUEUED;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.database.Database;
import relay.queue.QueueIds;

class MessageSearchTest {
    /** Greater than the id of every event. */
    private static final String END = QueueIds.first(Instant.MAX);

    private static final String DATABASES = "relay.database.TestDatabases#all";

    @ParameterizedTest
    @MethodSource(DATABASES)
    void listsTheNewestFirst(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            mail.sent("one", QUEUED, "a@x.test");
            mail.sent("two", QUEUED, "a@x.test");
            mail.advance(1);
            mail.sent("three", QUEUED, "a@x.test");

            assertThat(mail.subjects(filter -> filter)).containsExactly("three", "two", "one");
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void keepsTenantsApart(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database);
                SentMail other = new SentMail(database)) {
            other.sent("theirs", "red", QUEUED, "a@x.test");

            assertThat(mail.subjects(filter -> filter)).isEmpty();
            assertThat(mail.subjects(filter -> filter.recipient("a@x.test"))).isEmpty();
            assertThat(mail.subjects(filter -> filter.tag("red"))).isEmpty();
            assertThat(mail.subjects(filter -> filter.text("theirs"))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void findsByRecipientOnceEach(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            mail.sent("one", QUEUED, "a@x.test", "b@x.test");
            mail.sent("twice", QUEUED, "b@x.test", "b@x.test");
            mail.sent("other", QUEUED, "c@x.test");

            assertThat(mail.subjects(filter -> filter.recipient("b@x.test"))).containsExactly("twice", "one");
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void findsBySenderInHeaderOrEnvelope(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            mail.sent("one", QUEUED, "a@x.test");

            assertThat(mail.subjects(filter -> filter.sender("hello@DEMO.test")))
                    .hasSize(1);
            assertThat(mail.subjects(filter -> filter.sender("bounce@demo.test")))
                    .hasSize(1);
            assertThat(mail.subjects(filter -> filter.sender("demo.test"))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void findsByStatusOfAnyRecipient(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            mail.sent("delivered", DELIVERED, "a@x.test", "b@x.test");
            mail.sent("bounced", BOUNCED, "a@x.test");

            assertThat(mail.subjects(filter -> filter.status("delivered"))).containsExactly("delivered");
            assertThat(mail.subjects(filter -> filter.status("mixed"))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void findsByTagAlsoTogetherWithARecipient(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            mail.sent("one", "red, or so\nblue", QUEUED, "a@x.test");
            mail.sent("two", "blue", QUEUED, "b@x.test");

            assertThat(mail.subjects(filter -> filter.tag("blue"))).containsExactly("two", "one");
            assertThat(mail.subjects(filter -> filter.tag("red, or so"))).containsExactly("one");
            assertThat(mail.subjects(filter -> filter.tag("blue").recipient("a@x.test")))
                    .containsExactly("one");
            assertThat(mail.subjects(
                            filter -> filter.tag("blue").status("queued").text("TWO")))
                    .containsExactly("two");
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void findsByTime(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            mail.sent("early", QUEUED, "a@x.test");
            mail.advance(60);
            mail.sent("late", QUEUED, "a@x.test");

            assertThat(mail.subjects(filter -> filter.from(SentMail.BEGIN.plusSeconds(1))))
                    .containsExactly("late");
            assertThat(mail.subjects(filter -> filter.from(SentMail.BEGIN).to(SentMail.BEGIN.plusSeconds(60))))
                    .containsExactly("early");
            assertThat(mail.subjects(filter -> filter.to(SentMail.BEGIN))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void findsPartsOfSubjectsIdentifiersAndAddresses(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            String queueId = mail.sent("Grüße, 100% off_er", QUEUED, "Alice@Example.test");
            mail.sent("nothing", QUEUED, "bob@x.test");

            assertThat(mail.subjects(filter -> filter.text("GRÜSS".replace("SS", "ß"))))
                    .hasSize(1);
            assertThat(mail.subjects(filter -> filter.text("alice@ex"))).hasSize(1);
            assertThat(mail.subjects(filter -> filter.text(queueId.substring(10))))
                    .hasSize(1);
            assertThat(mail.subjects(filter -> filter.text(queueId.toLowerCase(java.util.Locale.ROOT))))
                    .hasSize(1);
            assertThat(mail.subjects(filter -> filter.text("0% o"))).hasSize(1);
            assertThat(mail.subjects(filter -> filter.text("0_ o"))).isEmpty();
            assertThat(mail.subjects(filter -> filter.text("off!er"))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void goesThroughAllPagesWhileMailComes(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            for (int i = 0; i < 7; i++) {
                mail.sent("m" + i, QUEUED, "a@x.test");
            }
            List<String> seen = new ArrayList<>();
            String after = "";
            while (after != null) {
                Slice<String> page = mail.subjects(new SentMail.Filter().recipient("a@x.test"), after, 3);
                seen.addAll(page.items());
                after = page.next();
                mail.advance(1);
                mail.sent("new", QUEUED, "a@x.test");
            }

            assertThat(seen).containsExactly("m6", "m5", "m4", "m3", "m2", "m1", "m0");
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void tellsAllOfOneMessage(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database);
                Connection connection = mail.connect()) {
            String queueId = mail.sent("one", "red\nblue", QUEUED, "a@x.test", "b@x.test");

            MessageHistory history = new MessageReader(connection)
                    .history(mail.tenantId, queueId)
                    .orElseThrow();

            assertThat(history.message().status()).isEqualTo("queued");
            assertThat(history.message().tags()).containsExactly("red", "blue");
            assertThat(history.message().recipients())
                    .extracting(RecipientState::address)
                    .containsExactly("a@x.test", "b@x.test");
            assertThat(history.events()).extracting(EventRecord::type).containsExactly("accepted", "accepted");
            assertThat(history.attempts()).isEmpty();
            assertThat(new MessageReader(connection).history("another", queueId))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void readsEventsInOrderFromWhereItStopped(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database);
                Connection connection = mail.connect()) {
            mail.sent("one", QUEUED, "a@x.test", "b@x.test");
            mail.advance(1);
            mail.sent("two", QUEUED, "c@x.test");
            EventSearch all = new EventSearch(connection, mail.tenantId, null, END);

            Slice<EventRecord> first = all.page("", 2);

            assertThat(first.items()).extracting(EventRecord::recipient).containsExactly("a@x.test", "b@x.test");
            assertThat(all.page(first.next(), 2).items())
                    .extracting(EventRecord::recipient)
                    .containsExactly("c@x.test");
            assertThat(new EventSearch(connection, mail.tenantId, "delivered", END)
                            .page("", 2)
                            .items())
                    .isEmpty();
            assertThat(new EventSearch(connection, mail.tenantId, "accepted", END)
                            .page("", 1)
                            .next())
                    .isEqualTo(first.items().get(0).id());
        }
    }
}
