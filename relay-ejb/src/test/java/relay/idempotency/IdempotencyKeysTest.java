package relay.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.database.Database;
import relay.database.TestDatabases;

class IdempotencyKeysTest {
    private static final String DATABASES = "relay.database.TestDatabases#all";
    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final byte[] BODY = {1};
    private static final byte[] OTHER_BODY = {2};
    private static final int AT_A_TIME = 8;

    private final String tenant = "idem" + TENANTS.incrementAndGet();
    private final ManualClock clock = new ManualClock();

    @ParameterizedTest
    @MethodSource(DATABASES)
    void opensAKeyOnceAndRepeatsItsAnswer(Database database) throws SQLException {
        IdempotencyKeys keys = keys(database);

        String queueId = ((Claimed.Open) keys.claim(tenant, "k", BODY)).queueId();
        assertThat(keys.claim(tenant, "k", BODY))
                .isEqualTo(new Claimed.Running(IdempotencyKeys.TAKEN_OVER_AFTER.plusMillis(999)));
        keys.answered(tenant, "k", queueId, "<id@x>");

        assertThat(keys.claim(tenant, "k", BODY)).isEqualTo(new Claimed.Answered(queueId, "<id@x>"));
        assertThat(keys.claim(tenant, "k", OTHER_BODY)).isEqualTo(new Claimed.Different());
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void keepsKeysOfTenantsApart(Database database) throws SQLException {
        IdempotencyKeys keys = keys(database);
        Claimed.Open mine = (Claimed.Open) keys.claim(tenant, "k", BODY);

        Claimed.Open theirs = (Claimed.Open) keys.claim(tenant + "x", "k", BODY);

        assertThat(theirs.queueId()).isNotEqualTo(mine.queueId());
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void takesADeadRequestUpWithItsQueueId(Database database) throws SQLException {
        IdempotencyKeys keys = keys(database);
        Claimed.Open first = (Claimed.Open) keys.claim(tenant, "k", BODY);
        clock.advance(IdempotencyKeys.TAKEN_OVER_AFTER);

        Claimed again = keys.claim(tenant, "k", BODY);

        assertThat(again).isEqualTo(new Claimed.Open(first.queueId(), true));
        assertThat(keys.claim(tenant, "k", BODY)).isInstanceOf(Claimed.Running.class);
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void letsAnInterruptedRequestGoOnAtOnce(Database database) throws SQLException {
        IdempotencyKeys keys = keys(database);
        Claimed.Open first = (Claimed.Open) keys.claim(tenant, "k", BODY);

        keys.release(tenant, "k", first.queueId());

        assertThat(keys.claim(tenant, "k", BODY)).isEqualTo(new Claimed.Open(first.queueId(), true));
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void freesTheKeyOfARefusedRequest(Database database) throws SQLException {
        IdempotencyKeys keys = keys(database);
        Claimed.Open first = (Claimed.Open) keys.claim(tenant, "k", BODY);

        keys.forget(tenant, "k", first.queueId());

        assertThat(keys.claim(tenant, "k", OTHER_BODY)).isInstanceOf(Claimed.Open.class);
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void forgetsAfterADay(Database database) throws SQLException {
        IdempotencyKeys keys = keys(database);
        Claimed.Open first = (Claimed.Open) keys.claim(tenant, "k", BODY);
        keys.answered(tenant, "k", first.queueId(), null);
        clock.advance(IdempotencyKeys.KEPT.minusSeconds(1));
        assertThat(keys.claim(tenant, "k", BODY)).isEqualTo(new Claimed.Answered(first.queueId(), null));
        clock.advance(Duration.ofSeconds(1));

        Claimed.Open later = (Claimed.Open) keys.claim(tenant, "k", OTHER_BODY);

        assertThat(later.again()).isFalse();
        assertThat(later.queueId()).isNotEqualTo(first.queueId());
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void opensAKeyToOneOfManyAtATime(Database database) throws Exception {
        IdempotencyKeys keys = keys(database);

        List<Claimed> claims = atATime(() -> keys.claim(tenant, "k", BODY));

        assertThat(claims).filteredOn(Claimed.Open.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(Claimed.Running.class::isInstance).hasSize(AT_A_TIME - 1);
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void takesUpADeadRequestOnceOfManyAtATime(Database database) throws Exception {
        IdempotencyKeys keys = keys(database);
        keys.claim(tenant, "k", BODY);
        clock.advance(IdempotencyKeys.TAKEN_OVER_AFTER);

        List<Claimed> claims = atATime(() -> keys.claim(tenant, "k", BODY));

        assertThat(claims).filteredOn(Claimed.Open.class::isInstance).hasSize(1);
    }

    private static List<Claimed> atATime(Callable<Claimed> claim) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        CyclicBarrier barrier = new CyclicBarrier(AT_A_TIME);
        try {
            List<Future<Claimed>> futures = new ArrayList<>();
            for (int i = 0; i < AT_A_TIME; i++) {
                futures.add(threads.submit(() -> {
                    barrier.await();
                    return claim.call();
                }));
            }
            List<Claimed> claims = new ArrayList<>();
            for (Future<Claimed> future : futures) {
                claims.add(future.get());
            }
            return claims;
        } finally {
            threads.shutdownNow();
        }
    }

    private IdempotencyKeys keys(Database database) {
        return new IdempotencyKeys(TestDatabases.dataSource(database), database, clock);
    }

    private static final class ManualClock extends Clock {
        private Instant now = Instant.parse("2026-11-21T09:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
