package relay.jca;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;

/**
 * Hands messages over in batches. While a call is under way new messages gather, and the next call takes them all: under
 * load many messages share one durable commit, and an idle relay adds no delay. A message gets the reply that the
 * application gave for it; without one it gets 451, so that no message is ever acknowledged that is not durable.
 */
final class Dispatcher implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final Reply NOT_DURABLE =
            Reply.of(451, "4.3.0", "The message could not be stored durably, try again later");
    private static final Reply BUSY = Reply.of(451, "4.3.0", "Too many messages are waiting, try again later");

    private final SubmissionListener application;
    private final Limits limits;
    private final Drains drains;
    private final Queue<HandOver> waiting = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param dispatchers calls under way at the same time
     * @param batchMessages messages of one call
     * @param batchBytes bytes of content after which a call takes no further message
     * @param waitingMessages messages that may wait for a call
     */
    record Limits(int dispatchers, int batchMessages, long batchBytes, int waitingMessages) {}

    private record HandOver(Submission submission, CompletableFuture<Reply> reply) {
        /** Ends it without a call, or after one. Its session waits for the reply, whatever becomes of the content. */
        void end(Reply said) {
            try {
                submission.content().close();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "event=content-not-closed", e);
            }
            reply.complete(said);
        }
    }

    Dispatcher(SubmissionListener application, Executor works, Limits limits) {
        this.application = application;
        this.limits = limits;
        this.drains = new Drains(works, limits.dispatchers(), this::drain, this::hasWaiting);
    }

    /** Hands one message over; does not block. Cancelling withdraws it as long as it waits. */
    CompletableFuture<Reply> accept(Submission submission) {
        HandOver handOver = new HandOver(submission, new CompletableFuture<>());
        if (!enqueue(handOver)) {
            handOver.end(BUSY);
            return handOver.reply;
        }
        try {
            drains.wake();
        } catch (RejectedExecutionException e) {
            withdraw(handOver, e);
        }
        return handOver.reply;
    }

    /** Answers what still waits 451, and takes no more. */
    @Override
    public void close() {
        List<HandOver> left;
        synchronized (waiting) {
            closed = true;
            left = List.copyOf(waiting);
            waiting.clear();
        }
        left.forEach(handOver -> handOver.end(NOT_DURABLE));
    }

    private boolean enqueue(HandOver handOver) {
        synchronized (waiting) {
            return !closed && waiting.size() < limits.waitingMessages() && waiting.add(handOver);
        }
    }

    private void withdraw(HandOver handOver, RejectedExecutionException reason) {
        boolean stillThere;
        synchronized (waiting) {
            stillThere = waiting.remove(handOver);
        }
        if (stillThere) {
            LOG.log(Level.WARNING, "event=hand-over-rejected", reason);
            handOver.end(BUSY);
        }
    }

    private boolean hasWaiting() {
        synchronized (waiting) {
            return !waiting.isEmpty();
        }
    }

    private void drain() {
        List<HandOver> batch = nextBatch();
        while (!batch.isEmpty()) {
            handOver(batch);
            batch = nextBatch();
        }
    }

    private List<HandOver> nextBatch() {
        List<HandOver> batch = new ArrayList<>();
        long bytes = 0;
        synchronized (waiting) {
            while (!waiting.isEmpty() && batch.size() < limits.batchMessages() && bytes < limits.batchBytes()) {
                HandOver next = waiting.remove();
                if (next.reply.isDone()) {
                    next.submission.content().close();
                } else {
                    batch.add(next);
                    bytes += next.submission.content().size();
                }
            }
        }
        return batch;
    }

    private void handOver(List<HandOver> batch) {
        List<Reply> replies = replies(batch);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).end(replies.get(i));
        }
    }

    private List<Reply> replies(List<HandOver> batch) {
        try {
            List<Reply> replies =
                    application.accept(batch.stream().map(HandOver::submission).toList());
            if (replies != null
                    && replies.size() == batch.size()
                    && replies.stream().allMatch(Objects::nonNull)) {
                return replies;
            }
            LOG.log(Level.ERROR, "event=hand-over-failed reason=\"one reply for each message was expected\"");
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "event=hand-over-failed messages=" + batch.size(), e);
        }
        return batch.stream().map(handOver -> NOT_DURABLE).toList();
    }
}
