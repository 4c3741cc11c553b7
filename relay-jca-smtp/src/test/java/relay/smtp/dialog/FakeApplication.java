package relay.smtp.dialog;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;
import relay.smtp.listener.Application;

/** A listener called on threads of its own, one message at a time. */
public final class FakeApplication implements Application, AutoCloseable {
    private final SubmissionListener listener;
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private volatile boolean ready = true;

    public FakeApplication(SubmissionListener listener) {
        this.listener = listener;
    }

    public void notReady() {
        ready = false;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public SubmissionListener listener() {
        return listener;
    }

    @Override
    public Executor workers() {
        return workers;
    }

    @Override
    public CompletableFuture<Reply> accept(Submission submission) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return listener.accept(List.of(submission)).get(0);
                    } finally {
                        submission.content().close();
                    }
                },
                workers);
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
