package relay.jca;

import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The container's work manager as an executor: runs a task or rejects it, and never loses one. */
final class WorkExecutor implements Executor {
    private final WorkManager works;

    WorkExecutor(WorkManager works) {
        this.works = works;
    }

    @Override
    public void execute(Runnable task) {
        Work work = new TaskWork(task);
        try {
            works.scheduleWork(work, WorkManager.INDEFINITE, null, new RunWhenRejected(work));
        } catch (WorkException e) {
            throw new RejectedExecutionException("the work manager took no work", e);
        }
    }

    private record TaskWork(Runnable task) implements Work {
        @Override
        public void run() {
            task.run();
        }

        /** Tasks end by themselves when their queue is empty. */
        @Override
        public void release() {}
    }

    /** Work that was taken and then rejected would leave sessions waiting for ever: it runs on the thread that says so. */
    private static final class RunWhenRejected extends WorkAdapter {
        private final Work work;

        RunWhenRejected(Work work) {
            this.work = work;
        }

        @Override
        public void workRejected(WorkEvent event) {
            work.run();
        }
    }
}
