package relay.delivery;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The engine's thread: everything that changes its state runs here, and a fault in one step does not end the others. */
final class Loop {
    private static final Logger LOG = Logger.getLogger(Loop.class.getName());

    private final ScheduledExecutorService executor;
    private final Clock clock;

    /** A loop on an executor of one thread. */
    Loop(ScheduledExecutorService executor, Clock clock) {
        this.executor = executor;
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }

    void run(Runnable step) {
        executor.execute(() -> guarded(step));
    }

    /** Goes on with a result on this thread. */
    @SuppressWarnings("FutureReturnValueIgnored")
    <T> void then(CompletionStage<T> stage, BiConsumer<T, Throwable> step) {
        stage.whenCompleteAsync((result, failure) -> guarded(() -> step.accept(result, failure)), executor);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    void after(long millis, Runnable step) {
        executor.schedule(() -> guarded(step), millis, TimeUnit.MILLISECONDS);
    }

    Future<?> every(long millis, Runnable step) {
        return executor.scheduleWithFixedDelay(() -> guarded(step), 0, millis, TimeUnit.MILLISECONDS);
    }

    <T> CompletableFuture<T> ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, executor);
    }

    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "event=engine-step-failed", e);
        }
    }
}
