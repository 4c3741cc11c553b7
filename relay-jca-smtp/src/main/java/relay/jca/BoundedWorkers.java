package relay.jca;

import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks on at most a number of Works at once, with a bounded queue before them. */
final class BoundedWorkers implements Executor {
    private static final System.Logger LOG = System.getLogger(BoundedWorkers.class.getName());

    private final BlockingQueue<Runnable> waiting;
    private final Drains drains;

    BoundedWorkers(Executor works, int workers, int mostWaiting) {
        this.waiting = new ArrayBlockingQueue<>(mostWaiting);
        this.drains = new Drains(works, workers, this::drain, () -> !waiting.isEmpty());
    }

    @Override
    public void execute(Runnable task) {
        if (!waiting.offer(task)) {
            throw new RejectedExecutionException("too many questions are waiting");
        }
        try {
            drains.wake();
        } catch (RejectedExecutionException e) {
            // if it is no longer there, a drain that was just ending has taken it
            if (waiting.remove(task)) {
                throw e;
            }
        }
    }

    private void drain() {
        Runnable task = waiting.poll();
        while (task != null) {
            run(task);
            task = waiting.poll();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "event=worker-task-failed", e);
        }
    }
}
