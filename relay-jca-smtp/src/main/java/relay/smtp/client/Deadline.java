package relay.smtp.client;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One limit of time that moves often and is seldom met: moving it later costs no new timer, for the old one looks again
 * when it fires.
 */
final class Deadline {
    private final EventExecutor executor;
    private final Consumer<Duration> met;
    private Duration limit;
    private long due;
    private Future<?> timer;
    private long timerDue;

    /** @param met takes the limit that has passed */
    Deadline(EventExecutor executor, Consumer<Duration> met) {
        this.executor = executor;
        this.met = met;
    }

    void set(Duration newLimit) {
        limit = newLimit;
        due = now() + newLimit.toNanos();
        if (timer == null || due - timerDue < 0) {
            arm();
        }
    }

    void clear() {
        limit = null;
    }

    /** No more timers; they would keep the whole connection in memory. */
    void stop() {
        clear();
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void arm() {
        if (timer != null) {
            timer.cancel(false);
        }
        timerDue = due;
        timer = executor.schedule(this::look, due - now(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        timer = null;
        if (limit == null) {
            return;
        }
        if (due - now() > 0) {
            arm();
        } else {
            met.accept(limit);
        }
    }

    private long now() {
        return executor.ticker().nanoTime();
    }
}
