package relay.jca;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Runs a task that drains a queue, up to a number of times at once, and only while there is something to drain: an idle
 * adapter occupies no thread of the container.
 */
final class Drains {
    private final Executor works;
    private final int most;
    private final Runnable drain;
    private final BooleanSupplier hasWork;
    private final AtomicInteger active = new AtomicInteger();

    /**
     * @param drain takes from the queue until it finds it empty
     * @param hasWork whether the queue holds anything
     */
    Drains(Executor works, int most, Runnable drain, BooleanSupplier hasWork) {
        this.works = works;
        this.most = most;
        this.drain = drain;
        this.hasWork = hasWork;
    }

    /**
     * Something has been put into the queue.
     *
     * @throws RejectedExecutionException when no thread could be had for it, and none is at it already
     */
    void wake() {
        if (!enter()) {
            return;
        }
        try {
            works.execute(this::run);
        } catch (RejectedExecutionException e) {
            if (active.decrementAndGet() == 0 && hasWork.getAsBoolean()) {
                throw e;
            }
        }
    }

    /** Looks again after leaving: who put something in just before saw this drain still active. */
    private void run() {
        do {
            try {
                drain.run();
            } finally {
                active.decrementAndGet();
            }
        } while (hasWork.getAsBoolean() && enter());
    }

    private boolean enter() {
        return active.getAndUpdate(n -> n < most ? n + 1 : n) < most;
    }
}
