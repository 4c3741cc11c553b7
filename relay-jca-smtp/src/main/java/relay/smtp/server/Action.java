package relay.smtp.server;

import java.util.function.Function;
import java.util.function.Supplier;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;

/**
 * What a session wants done next. {@link Conversation} carries out those that read bytes ({@link ReadLine}, {@link
 * ReadText}, {@link ReadChunk}, {@link SkipChunk}); the shell does the others.
 */
public sealed interface Action {
    /** Read the next line. */
    record ReadLine() implements Action {}

    /** Read message text up to its final dot, then continue. */
    record ReadText(IncomingMessage message, Supplier<Step> then) implements Action {}

    /** Read that many octets of a BDAT chunk into the message, then continue. */
    record ReadChunk(IncomingMessage message, long octets, Supplier<Step> then) implements Action {}

    /** Read that many octets of a refused BDAT chunk and drop them, then continue. */
    record SkipChunk(long octets, Supplier<Step> then) implements Action {}

    /** Call {@link IncomingMessage#spill} on a worker thread, then go on reading. */
    record Spill(IncomingMessage message) implements Action {}

    /** Drop what was received and not read yet, start TLS, and report to {@link Session#tlsStarted}. */
    record StartTls() implements Action {}

    /** Close the connection once all replies are written. */
    record Close() implements Action {}

    /** Hand the message over, and continue with the reply of {@link SubmissionListener#accept}. */
    record Submit(Submission submission, Function<Reply, Step> then) implements Action {}

    /**
     * A question that may block.
     *
     * @param question asks the application; run on a worker thread
     * @param then continues with the answer; run where the session lives
     * @param failed continues when there was no answer; run where the session lives
     */
    record Ask<T>(Function<SubmissionListener, T> question, Function<T, Step> then, Supplier<Step> failed)
            implements Action {
        /** Asks on the calling thread; what is returned continues the session, and belongs on its thread. */
        public Supplier<Step> put(SubmissionListener application) {
            T answer = question.apply(application);
            return () -> then.apply(answer);
        }
    }
}
