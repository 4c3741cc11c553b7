package relay.smtp.server;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import relay.smtp.Content;
import relay.smtp.Reply;

/**
 * A message while it arrives by DATA or BDAT. What makes it unacceptable is remembered and answered at its end, so that
 * none of its bytes is ever taken for a command; from then on they are dropped as they come.
 */
public final class IncomingMessage {
    private static final int SCRATCH = 8192;

    private static final Reply BARE_LINE_END = Reply.of(
            550, "5.6.0", "The message holds a bare CR or LF; every line must end in CRLF (RFC 5321, section 2.3.8)");

    private final MessageDecoder decoder;
    private final ContentWriter writer;
    private final SessionLimits limits;
    private long octets;
    private Reply refusal;
    private byte[] scratch;

    private IncomingMessage(MessageDecoder decoder, ContentWriter writer, SessionLimits limits) {
        this.decoder = decoder;
        this.writer = writer;
        this.limits = limits;
    }

    /** For DATA; {@code expected} is the SIZE that was declared. */
    static IncomingMessage byData(ContentStore store, SessionLimits limits, long expected) {
        return new IncomingMessage(MessageDecoder.dotted(limits.longestTextLine()), store.open(expected), limits);
    }

    /** For BDAT. */
    static IncomingMessage byChunks(ContentStore store, SessionLimits limits, long expected) {
        return new IncomingMessage(MessageDecoder.plain(limits.longestTextLine()), store.open(expected), limits);
    }

    /** Takes at most that many bytes from the buffer; true once the final dot has been seen. */
    boolean take(ByteBuf in, int most) {
        return in.hasArray() ? takeArray(in, most) : takeCopied(in, most);
    }

    /** Whether more may not be taken before {@link #spill}. */
    boolean isFull() {
        return refusal == null && writer.isFull();
    }

    /** Whether so much more than the limit has arrived that reading on to the end is not worth it. */
    boolean isHopeless() {
        return octets > limits.largestMessage() + limits.mostDroppedOctets();
    }

    /** Refuses the message for this reason, unless it is refused already. */
    void refuse(Reply reason) {
        if (refusal == null) {
            refusal = reason;
            writer.discard();
        }
    }

    /** Why the message is not acceptable so far, or null. */
    Reply refusal() {
        return refusal;
    }

    /** Completes a chunked message. */
    void endChunks() {
        if (refusal == null) {
            decoder.end(writer);
            judge();
        }
    }

    /** Whether an octet above 127 occurred. */
    boolean eightBit() {
        return decoder.eightBit();
    }

    /** The content of a message that was not refused. */
    Content finish() {
        return writer.finish();
    }

    /** Frees what the message holds. */
    void discard() {
        writer.discard();
    }

    /** Moves what is in memory to disk. Blocks: for worker threads, while nothing else touches this message. */
    public void spill() {
        try {
            writer.spill();
        } catch (IOException e) {
            refuse(Replies.SPOOL_FAILED);
        }
    }

    private boolean takeArray(ByteBuf in, int most) {
        int start = in.arrayOffset() + in.readerIndex();
        in.skipBytes(decode(in.array(), start, Math.min(most, in.readableBytes())));
        return decoder.ended();
    }

    private boolean takeCopied(ByteBuf in, int most) {
        if (scratch == null) {
            scratch = new byte[SCRATCH];
        }
        int left = Math.min(most, in.readableBytes());
        while (left > 0 && !decoder.ended()) {
            int length = Math.min(left, SCRATCH);
            in.getBytes(in.readerIndex(), scratch, 0, length);
            int taken = decode(scratch, 0, length);
            in.skipBytes(taken);
            left -= taken;
        }
        return decoder.ended();
    }

    private int decode(byte[] bytes, int from, int length) {
        int taken = decoder.decode(bytes, from, from + length, this.refusal == null ? writer : DROPPED) - from;
        octets += taken;
        judge();
        return taken;
    }

    private void judge() {
        if (decoder.fault() == MessageDecoder.Fault.BARE_LINE_END) {
            refuse(BARE_LINE_END);
        } else if (decoder.fault() == MessageDecoder.Fault.LONG_LINE) {
            refuse(Reply.of(
                    550, "5.6.0", "A line of the message is longer than " + limits.longestTextLine() + " octets"));
        } else if (octets > limits.largestMessage()) {
            refuse(Replies.TOO_LARGE);
        }
    }

    private static final ContentWriter DROPPED = new ContentWriter() {
        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void spill() {}

        @Override
        public Content finish() {
            throw new IllegalStateException("a refused message has no content");
        }

        @Override
        public void discard() {}
    };
}
