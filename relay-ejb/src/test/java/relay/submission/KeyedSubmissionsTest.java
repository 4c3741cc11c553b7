package relay.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.database.Database;
import relay.database.TestDatabases;
import relay.idempotency.IdempotencyKeys;
import relay.smtp.Reply;
import relay.submission.KeyedSubmissions.Answer;

class KeyedSubmissionsTest {
    private static final String DATABASES = "relay.database.TestDatabases#all";
    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final byte[] BODY = {1};
    private static final byte[] OTHER_BODY = {2};
    private static final Reply REFUSED = Reply.of(550, "5.7.1", "no");
    private static final Reply NOT_NOW = Reply.of(451, "4.3.0", "later");

    private final String tenant = "keyed" + TENANTS.incrementAndGet();
    private final List<String> executed = new ArrayList<>();

    @ParameterizedTest
    @MethodSource(DATABASES)
    void carriesOutOnceAndGivesTheSameReceiptAgain(Database database) throws Exception {
        KeyedSubmissions keyed = keyed(database);

        Answer first = keyed.accept(tenant, "k", BODY, this::accepted);
        Answer second = keyed.accept(tenant, "k", BODY, this::accepted);

        assertThat(executed).hasSize(1);
        Receipt receipt = ((Answer.Given) first).receipt();
        assertThat(second).isEqualTo(new Answer.Given(receipt, true));
        assertThat(KeyedSubmissions.reply(second).toString()).isEqualTo("250 2.0.0 Ok: queued as " + receipt.queueId());
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void refusesAKeyThatBelongsToAnotherMessage(Database database) throws Exception {
        KeyedSubmissions keyed = keyed(database);
        keyed.accept(tenant, "k", BODY, this::accepted);

        Answer other = keyed.accept(tenant, "k", OTHER_BODY, this::accepted);

        assertThat(KeyedSubmissions.reply(other).code()).isEqualTo(554);
        assertThat(executed).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void letsARefusedMessageBeCorrectedUnderItsKey(Database database) throws Exception {
        KeyedSubmissions keyed = keyed(database);
        keyed.accept(tenant, "k", BODY, queueId -> new Receipt(REFUSED, queueId, null));

        keyed.accept(tenant, "k", OTHER_BODY, this::accepted);

        assertThat(executed).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void retriesWhatWasPerhapsSentUnderTheSameQueueId(Database database) throws Exception {
        KeyedSubmissions keyed = keyed(database);
        List<String> tried = new ArrayList<>();
        keyed.accept(tenant, "k", BODY, queueId -> {
            tried.add(queueId);
            return new Receipt(NOT_NOW, queueId, null);
        });
        assertThatThrownBy(() -> keyed.accept(tenant, "k", BODY, queueId -> {
                    tried.add(queueId);
                    throw new IOException("broken");
                }))
                .hasMessage("broken");

        keyed.accept(tenant, "k", BODY, this::accepted);

        assertThat(tried).containsOnly(executed.get(0)).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void answersThatAnotherOneIsUnderWay(Database database) throws Exception {
        KeyedSubmissions keyed = keyed(database);
        List<Answer> meanwhile = new ArrayList<>();

        keyed.accept(tenant, "k", BODY, queueId -> {
            meanwhile.add(again(keyed));
            return accepted(queueId);
        });

        assertThat(meanwhile).hasOnlyElementsOfType(Answer.Busy.class);
        assertThat(KeyedSubmissions.reply(meanwhile.get(0)).code()).isEqualTo(451);
        assertThat(executed).hasSize(1);
    }

    private Answer again(KeyedSubmissions keyed) throws IOException {
        try {
            return keyed.accept(tenant, "k", BODY, this::accepted);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private Receipt accepted(String queueId) {
        executed.add(queueId);
        return new Receipt(Acceptor.queued(queueId), queueId, "<" + queueId + "@x>");
    }

    private static KeyedSubmissions keyed(Database database) {
        return new KeyedSubmissions(
                new IdempotencyKeys(TestDatabases.dataSource(database), database, Clock.systemUTC()));
    }
}
