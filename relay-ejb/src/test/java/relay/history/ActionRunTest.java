package relay.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.database.Database;
import relay.ledger.Claim;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;

class ActionRunTest {
    private static final String DATABASES = "relay.database.TestDatabases#all";

    private final Clock clock = Clock.fixed(SentMail.BEGIN.plusSeconds(5), ZoneOffset.UTC);
    private final QueueIds ids = new QueueIds(Clock.systemUTC());

    @ParameterizedTest
    @MethodSource(DATABASES)
    void cancelsWhatWaits(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            String queueId = mail.sent("x", RecipientStatus.DEFERRED, "a@x.test", "b@x.test");

            ActionResult result = act(mail, RecipientAction.CANCEL, queueId, null, false);

            assertThat(result.changed()).containsExactly("a@x.test", "b@x.test");
            assertThat(history(mail, queueId).message().status()).isEqualTo("cancelled");
            assertThat(history(mail, queueId).events())
                    .extracting(EventRecord::type)
                    .endsWith("cancelled", "cancelled");
            assertThat(number(mail, "SELECT unfinished FROM message WHERE queue_id = '" + queueId + "'"))
                    .isZero();
            assertThat(number(mail, "SELECT COUNT(*) FROM content WHERE queue_id = '" + queueId + "'"))
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void cancelsOneRecipientAndKeepsTheContentForTheOther(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            String queueId = mail.sent("x", RecipientStatus.QUEUED, "a@x.test", "b@x.test");

            ActionResult result = act(mail, RecipientAction.CANCEL, queueId, "b@x.test", false);

            assertThat(result.changed()).containsExactly("b@x.test");
            assertThat(history(mail, queueId).message().status()).isEqualTo("mixed");
            assertThat(number(mail, "SELECT unfinished FROM message WHERE queue_id = '" + queueId + "'"))
                    .isEqualTo(1);
            assertThat(number(mail, "SELECT COUNT(*) FROM content WHERE queue_id = '" + queueId + "'"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void leavesAloneWhatIsBeingSent(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            String queueId = mail.sent("x", RecipientStatus.QUEUED, "a@x.test");
            mail.ledger.claim(new Claim(queueId, 0, 0, "RUN", Long.MAX_VALUE)).join();

            ActionResult result = act(mail, RecipientAction.CANCEL, queueId, null, false);

            assertThat(result.changed()).isEmpty();
            assertThat(result.skipped())
                    .containsExactly(new ActionResult.Skipped("a@x.test", "queued", "It is being sent at this moment"));
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void takesAwayWhatTheEngineHoldsInMemory(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            String queueId = mail.sent("x", RecipientStatus.QUEUED, "a@x.test");

            act(mail, RecipientAction.RETRY, queueId, null, false);

            assertThat(mail.ledger
                            .claim(new Claim(queueId, 0, 0, "RUN", Long.MAX_VALUE))
                            .join())
                    .isFalse();
            assertThat(mail.ledger
                            .claim(new Claim(queueId, 0, 1, "RUN", Long.MAX_VALUE))
                            .join())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void makesWhatWaitsDueNow(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            String queueId = mail.sent("x", RecipientStatus.DEFERRED, "a@x.test");

            act(mail, RecipientAction.RETRY, queueId, null, false);

            RecipientState recipient =
                    history(mail, queueId).message().recipients().get(0);
            assertThat(recipient.status()).isEqualTo("deferred");
            assertThat(recipient.nextAt()).isEqualTo(clock.instant());
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void releasesOnlyWhatIsHeld(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            String held = mail.sent("x", RecipientStatus.HELD, "a@x.test");
            String delivered = mail.sent("x", RecipientStatus.DELIVERED, "a@x.test");

            act(mail, RecipientAction.RELEASE, held, null, false);
            ActionResult none = act(mail, RecipientAction.RELEASE, delivered, null, false);

            assertThat(history(mail, held).message().status()).isEqualTo("queued");
            assertThat(none.skipped())
                    .containsExactly(new ActionResult.Skipped("a@x.test", "delivered", "It is delivered"));
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void resolvesWhatIsInDoubt(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            String resent = mail.sent("x", RecipientStatus.IN_DOUBT, "a@x.test");
            String confirmed = mail.sent("x", RecipientStatus.IN_DOUBT, "a@x.test");
            String givenUp = mail.sent("x", RecipientStatus.IN_DOUBT, "a@x.test");

            act(mail, RecipientAction.RESEND, resent, null, true);
            act(mail, RecipientAction.CONFIRM, confirmed, null, true);
            act(mail, RecipientAction.GIVE_UP, givenUp, null, true);

            assertThat(history(mail, resent).message().status()).isEqualTo("queued");
            assertThat(history(mail, confirmed).message().status()).isEqualTo("delivered");
            assertThat(history(mail, givenUp).message().status()).isEqualTo("bounced");
            assertThat(history(mail, givenUp).events().get(1).bounceKind()).isEqualTo("hard");
            assertThat(number(mail, "SELECT COUNT(*) FROM content WHERE queue_id = '" + confirmed + "'"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void tellsTheSenderOfWhatIsGivenUp(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            String givenUp = mail.sent("x", RecipientStatus.IN_DOUBT, "a@x.test");
            act(mail, RecipientAction.GIVE_UP, givenUp, null, false);

            assertThat(number(
                            mail,
                            "SELECT COUNT(*) FROM message m JOIN recipient r ON r.queue_id = m.queue_id"
                                    + " WHERE m.reverse_path = '' AND r.address = 'bounce@demo.test'"
                                    + " AND r.status = 'queued' AND m.tenant_id = '" + mail.tenantId + "'"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void tellsTheSenderNothingOfWhatIsCancelled(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database)) {
            act(mail, RecipientAction.CANCEL, mail.sent("x", RecipientStatus.QUEUED, "a@x.test"), null, false);

            assertThat(number(mail, "SELECT COUNT(*) FROM message WHERE tenant_id = '" + mail.tenantId + "'"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void touchesNoMailOfOthers(Database database) throws SQLException {
        try (SentMail mail = new SentMail(database);
                SentMail other = new SentMail(database)) {
            String queueId = mail.sent("x", RecipientStatus.QUEUED, "a@x.test");

            ActionResult result = act(other, RecipientAction.CANCEL, queueId, null, false);

            assertThat(result.changed()).isEmpty();
            assertThat(history(mail, queueId).message().status()).isEqualTo("queued");
        }
    }

    private ActionResult act(
            SentMail mail, RecipientAction action, String queueId, String recipient, boolean keepContent)
            throws SQLException {
        try (Connection connection = mail.connect()) {
            connection.setAutoCommit(false);
            ActionResult result = new ActionRun(
                            connection, action, mail.tenantId, queueId, ids, mail.failures(clock), clock)
                    .apply(recipient, keepContent);
            connection.commit();
            return result;
        }
    }

    private static MessageHistory history(SentMail mail, String queueId) throws SQLException {
        try (Connection connection = mail.connect()) {
            return new MessageReader(connection).history(mail.tenantId, queueId).orElseThrow();
        }
    }

    private static long number(SentMail mail, String sql) throws SQLException {
        try (Connection connection = mail.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
