package relay.smtp.server;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import relay.smtp.Reply;

/**
 * A session with its byte stream: takes bytes as far as the session listens, and says replies. The shell feeds it,
 * carries out the actions that {@link #advance} returns, and feeds their results back through {@link #apply}.
 *
 * <p>Used by one thread at a time, like the session.
 */
public final class Conversation {
    /** Bytes of text taken between two looks at whether memory is full. */
    private static final int SLICE = 16 * 1024;

    private final Session session;
    private final Consumer<Reply> out;
    private final LineFramer lines = new LineFramer(Verb.LONGEST_LINE);
    private Action action = new Action.ReadLine();
    private IncomingMessage incoming;
    private long chunkLeft;
    private long turns;
    private boolean stopping;

    /** @param out takes each reply as it is said */
    public Conversation(Session session, Consumer<Reply> out) {
        this.session = session;
        this.out = out;
    }

    /** Says what the step says, and takes its action for the next. */
    public void apply(Step step) {
        Step checked = session.checked(step);
        turns++;
        action = checked.action();
        incoming = session.incoming();
        if (checked.reply() != null) {
            out.accept(checked.reply());
        }
        if (action instanceof Action.ReadChunk chunk) {
            chunkLeft = chunk.octets();
        } else if (action instanceof Action.SkipChunk chunk) {
            chunkLeft = chunk.octets();
        }
        endIfStopping();
    }

    /**
     * Takes bytes until something has to be done outside, and returns that; or returns an action that reads, when the
     * buffer ended before it was complete.
     */
    public Action advance(ByteBuf in) {
        Step step = take(in);
        while (step != null) {
            apply(step);
            step = take(in);
        }
        return isReadingMessage() && incoming.isFull() ? new Action.Spill(incoming) : action;
    }

    /** Asks the session to end as soon as no message is arriving and no answer is awaited. */
    public void stop() {
        stopping = true;
        endIfStopping();
    }

    /** The peer has been too slow. */
    public void timeOut() {
        apply(session.end(Replies.TIMED_OUT));
    }

    /** Ends without waiting for anything: the time for stopping is over. */
    public void abandon() {
        apply(session.end(Replies.STOPPING));
    }

    /** The connection is gone: frees what the session holds. Not while an answer or a spill is under way. */
    public void close() {
        session.close();
        action = new Action.Close();
    }

    public Session session() {
        return session;
    }

    /** What is awaited or to be done. */
    public Action action() {
        return action;
    }

    /** The message that is arriving by DATA or BDAT, or null. */
    public IncomingMessage incoming() {
        return incoming;
    }

    /** Grows with every step, so that a shell sees whether the conversation has moved. */
    public long turns() {
        return turns;
    }

    /** One step further, or null when more bytes or the shell are needed for it. */
    private Step take(ByteBuf in) {
        if (action instanceof Action.ReadLine) {
            return takeLine(in);
        }
        if (action instanceof Action.ReadText text) {
            return takeText(text, in);
        }
        if (action instanceof Action.ReadChunk chunk) {
            return takeChunk(chunk, in);
        }
        return action instanceof Action.SkipChunk chunk ? skipChunk(chunk, in) : null;
    }

    private Step takeLine(ByteBuf in) {
        Line line = lines.next(in);
        return line == null ? null : session.line(line, in.isReadable());
    }

    private Step takeText(Action.ReadText text, ByteBuf in) {
        while (in.isReadable() && !text.message().isFull()) {
            boolean ended = text.message().take(in, SLICE);
            if (ended || text.message().isHopeless()) {
                return text.then().get();
            }
        }
        return null;
    }

    private Step takeChunk(Action.ReadChunk chunk, ByteBuf in) {
        while (chunkLeft > 0 && in.isReadable() && !chunk.message().isFull()) {
            int before = in.readableBytes();
            chunk.message().take(in, (int) Math.min(chunkLeft, SLICE));
            chunkLeft -= before - in.readableBytes();
        }
        return chunkLeft == 0 || chunk.message().isHopeless() ? chunk.then().get() : null;
    }

    private Step skipChunk(Action.SkipChunk chunk, ByteBuf in) {
        int length = (int) Math.min(chunkLeft, in.readableBytes());
        in.skipBytes(length);
        chunkLeft -= length;
        return chunkLeft == 0 ? chunk.then().get() : null;
    }

    private boolean isReadingMessage() {
        return action instanceof Action.ReadText || action instanceof Action.ReadChunk;
    }

    private void endIfStopping() {
        if (stopping && action instanceof Action.ReadLine && incoming == null) {
            Step end = session.end(Replies.STOPPING);
            action = end.action();
            out.accept(end.reply());
        }
    }
}
