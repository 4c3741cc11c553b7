package relay.smtp.listener;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Supplier;
import relay.smtp.Content;
import relay.smtp.server.ContentWriter;

/** One message on its way into the spool: a buffer that grows to its limit, then is written to a file again and again. */
final class SpoolWriter implements ContentWriter {
    private static final int FIRST_BUFFER = 8 * 1024;
    private static final byte[] NOTHING = {};

    private final Supplier<Path> files;
    private final int mostMemory;
    private final MemoryBudget budget;
    private final int expected;
    private byte[] buffer = NOTHING;
    private int length;
    private long spilled;
    private Path file;
    private boolean ended;

    SpoolWriter(Supplier<Path> files, int mostMemory, MemoryBudget budget, long expected) {
        this.files = files;
        this.mostMemory = mostMemory;
        this.budget = budget;
        this.expected = (int) Math.min(expected, mostMemory);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        if (length + count > buffer.length) {
            grow(length + count);
        }
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    @Override
    public boolean isFull() {
        return length >= (budget.isExhausted() ? StorageLimits.LEAST_MEMORY : mostMemory);
    }

    /** The file is open only while it is written, so that errors show here and not at the end. */
    @Override
    public void spill() throws IOException {
        if (file == null) {
            file = files.get();
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer rest = ByteBuffer.wrap(buffer, 0, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
        spilled += length;
        length = 0;
        if (budget.isExhausted()) {
            freeBuffer();
        }
    }

    /** The file with the last part still in memory behind it: nothing is left to write while the peer waits. */
    @Override
    public Content finish() {
        ended = true;
        byte[] memory = buffer;
        return new SpooledContent(file, spilled, memory, length, () -> budget.giveBack(memory.length));
    }

    @Override
    public void discard() {
        if (ended) {
            return;
        }
        ended = true;
        length = 0;
        freeBuffer();
        SpooledContent.delete(file);
    }

    private void grow(int needed) {
        int hint = budget.isExhausted() ? 0 : expected;
        int next = buffer.length == 0 ? Math.max(FIRST_BUFFER, hint) : buffer.length * 2;
        int capacity = Math.max(needed, next);
        budget.take(capacity - buffer.length);
        buffer = Arrays.copyOf(buffer, capacity);
    }

    private void freeBuffer() {
        budget.giveBack(buffer.length);
        buffer = NOTHING;
    }
}
