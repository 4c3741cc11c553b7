package relay.smtp.listener;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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
    private FileChannel channel;
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

    @Override
    public void spill() throws IOException {
        if (channel == null) {
            file = files.get();
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
        ByteBuffer rest = ByteBuffer.wrap(buffer, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        spilled += length;
        length = 0;
    }

    /** The file with the last part still in memory behind it: nothing is left to write while the peer waits. */
    @Override
    public Content finish() {
        ended = true;
        closeChannel();
        byte[] memory = buffer;
        return new SpooledContent(file, spilled, memory, length, () -> budget.giveBack(memory.length));
    }

    @Override
    public void discard() {
        if (ended) {
            return;
        }
        ended = true;
        closeChannel();
        budget.giveBack(buffer.length);
        buffer = NOTHING;
        length = 0;
        deleteFile();
    }

    private void grow(int needed) {
        int first = buffer.length == 0 ? Math.max(FIRST_BUFFER, expected) : buffer.length * 2;
        int capacity = Math.max(needed, first);
        budget.take(capacity - buffer.length);
        buffer = Arrays.copyOf(buffer, capacity);
    }

    private void closeChannel() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteFile() {
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
