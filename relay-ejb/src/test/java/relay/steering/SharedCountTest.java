package relay.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SharedCountTest {
    private static final int CALLERS = 8;

    private long now = 1_000_000;
    private long takes = 10;
    private int counted;
    private final SharedCount<Integer> count = new SharedCount<>(this::count, new ManualClock());

    private final class ManualClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }
    }

    private int count() {
        now += takes;
        return ++counted;
    }

    @Test
    void keepsAQuickCountForASecond() throws SQLException {
        assertThat(count.get()).isEqualTo(1);
        now += 999;
        assertThat(count.get()).isEqualTo(1);
        now += 1;
        assertThat(count.get()).isEqualTo(2);
    }

    @Test
    void keepsASlowCountForFiveTimesAsLongAsItTook() throws SQLException {
        takes = 3_000;
        assertThat(count.get()).isEqualTo(1);
        now += 14_999;
        assertThat(count.get()).isEqualTo(1);
        now += 1;
        assertThat(count.get()).isEqualTo(2);
    }

    @Test
    void countsAnewWhenTheClockWasSetBack() throws SQLException {
        assertThat(count.get()).isEqualTo(1);
        now -= 3_600_000;
        assertThat(count.get()).isEqualTo(2);
    }

    @Test
    void keepsNoFailure() throws SQLException {
        AtomicInteger tries = new AtomicInteger();
        SharedCount<String> failsOnce = new SharedCount<>(
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new SQLException("away");
                    }
                    return "counted";
                },
                new ManualClock());
        assertThatThrownBy(failsOnce::get).isInstanceOf(SQLException.class).hasMessage("away");
        assertThat(failsOnce.get()).isEqualTo("counted");
    }

    @Test
    @Timeout(60)
    void countsOnceForAllWhoAskMeanwhile() throws Exception {
        CountDownLatch asked = new CountDownLatch(CALLERS);
        AtomicInteger counts = new AtomicInteger();
        SharedCount<Integer> slow = new SharedCount<>(
                () -> {
                    await(asked);
                    return counts.incrementAndGet();
                },
                new ManualClock());
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            Callable<Integer> caller = () -> {
                asked.countDown();
                return slow.get();
            };
            List<Future<Integer>> answers =
                    Stream.generate(() -> callers.submit(caller)).limit(CALLERS).toList();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(1);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    @Timeout(60)
    void tellsThoseWhoAskMeanwhileThatItFailed() {
        AtomicReference<SharedCount<Integer>> failing = new AtomicReference<>();
        FutureTask<Integer> other = new FutureTask<>(() -> failing.get().get());
        Thread waiting = new Thread(other);
        failing.set(new SharedCount<>(
                () -> {
                    waiting.start();
                    while (waiting.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    throw new SQLException("away");
                },
                new ManualClock()));
        assertThatThrownBy(() -> failing.get().get()).hasMessage("away");
        assertThatThrownBy(other::get).hasRootCauseMessage("away").hasMessageContaining("for another caller");
    }

    private static void await(CountDownLatch latch) throws SQLException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }
}
