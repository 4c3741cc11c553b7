package relay.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import relay.smtp.Content;

/** A body that workers read block by block. One worker at a time touches the stream, which the last one closes. */
final class StreamedBody implements Body {
    private enum State {
        RESTING,
        READING,
        CLOSED
    }

    private final Content content;
    private final Executor workers;
    private final byte[] block;
    private final AtomicReference<State> state = new AtomicReference<>(State.RESTING);
    private final DotStuffing stuffing = new DotStuffing();
    private InputStream stream;
    private long read;

    StreamedBody(Content content, int blockSize, Executor workers) {
        this.content = content;
        this.workers = workers;
        this.block = new byte[blockSize];
    }

    @Override
    public void next(Wire wire, Wire.Answer<Block> then) {
        if (state.compareAndSet(State.RESTING, State.READING)) {
            wire.aside(this::readAndRest, (result, failure) -> {
                // a worker that could not be had has not come to rest
                state.compareAndSet(State.READING, State.RESTING);
                then.of(result, failure);
            });
        }
    }

    private Block readAndRest() throws IOException {
        try {
            return read();
        } finally {
            if (!state.compareAndSet(State.READING, State.RESTING)) {
                closeStream();
            }
        }
    }

    private Block read() throws IOException {
        if (stream == null) {
            stream = content.open();
        }
        int length = stream.readNBytes(block, 0, block.length);
        read += length;
        byte[] out = new byte[DotStuffing.room(length)];
        int stuffed = stuffing.stuff(block, length, out);
        boolean last = length < block.length;
        if (last) {
            Body.requireSize(read, content.size());
            stuffed = stuffing.end(out, stuffed);
        }
        Body.requireWholeLineEnds(stuffing);
        return new Block(out, stuffed, last);
    }

    @Override
    public void close() {
        // a worker that is reading sees the state and closes the stream itself
        if (state.getAndSet(State.CLOSED) == State.RESTING) {
            closeOnWorker();
        }
    }

    private void closeOnWorker() {
        if (stream == null) {
            return;
        }
        try {
            workers.execute(this::closeStream);
        } catch (RejectedExecutionException full) {
            closeStream();
        }
    }

    private void closeStream() {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            // all that was wanted of it has been read, or is wanted no more
            stream = null;
        }
    }
}
