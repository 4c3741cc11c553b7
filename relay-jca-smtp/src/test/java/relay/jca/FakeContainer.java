package relay.jca;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A container with threads for Works. */
final class FakeContainer implements BootstrapContext, WorkManager, AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    volatile boolean rejecting;

    @Override
    public WorkManager getWorkManager() {
        return this;
    }

    @Override
    public void scheduleWork(Work work, long timeout, ExecutionContext context, WorkListener listener)
            throws WorkException {
        if (rejecting) {
            throw new WorkRejectedException("no thread is free");
        }
        threads.execute(work);
    }

    @Override
    public void scheduleWork(Work work) throws WorkException {
        scheduleWork(work, INDEFINITE, null, null);
    }

    @Override
    public void doWork(Work work) {
        throw new AssertionError("blocks the caller");
    }

    @Override
    public void doWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
        throw new AssertionError("blocks the caller");
    }

    @Override
    public long startWork(Work work) {
        throw new AssertionError("blocks the caller");
    }

    @Override
    public long startWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
        throw new AssertionError("blocks the caller");
    }

    @Override
    public XATerminator getXATerminator() {
        throw new AssertionError("no XA on the mail path");
    }

    @Override
    public Timer createTimer() {
        throw new AssertionError("not needed");
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> type) {
        return false;
    }

    @Override
    public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        throw new AssertionError("not needed");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
