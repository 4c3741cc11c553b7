package relay.smtp.listener;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;

/** What the listeners need of the application behind them. */
public interface Application {
    /** Whether it takes calls by now. Answers at once. */
    boolean isReady();

    /** Answers questions; called on {@link #workers} only. Its {@code accept} is not used here. */
    SubmissionListener listener();

    /** Runs what may block: questions, and writes to spool files. Rejects what it cannot run soon. */
    Executor workers();

    /**
     * Hands a message over without blocking, and closes its content in any case. The reply is the application's, or 451
     * 4.3.0 when it gave none. Cancelling withdraws a message whose hand-over has not begun.
     */
    CompletableFuture<Reply> accept(Submission submission);
}
