package relay.compose;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import relay.smtp.Content;

/**
 * Bytes of one request: appended piece by piece, read as often as needed. Small ones stay in memory; large ones go to a
 * file that has no name any more while it is used, so that no crash leaves it behind. For one thread.
 */
public final class Scratch implements AutoCloseable {
    /** Largest amount that stays in memory. */
    public static final int MEMORY_BYTES = 256 << 10;

    private final Path directory;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private FileChannel file;
    private long size;

    /**
     * An empty scratch.
     *
     * @param directory where its file goes; made when needed
     */
    public Scratch(Path directory) {
        this.directory = directory;
    }

    /** How many bytes have been appended. */
    public long size() {
        return size;
    }

    /** Appends; closing the stream does nothing. */
    public OutputStream append() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                Scratch.this.write(bytes, from, length);
            }
        };
    }

    /** What was appended from an offset up to now. */
    public Content since(long offset) {
        return new Part(offset, size - offset);
    }

    private void write(byte[] bytes, int from, int length) throws IOException {
        if (file == null && size + length > MEMORY_BYTES) {
            moveToFile();
        }
        if (file == null) {
            memory.write(bytes, from, length);
        } else {
            writeFully(ByteBuffer.wrap(bytes, from, length), size);
        }
        size += length;
    }

    private void moveToFile() throws IOException {
        Files.createDirectories(directory);
        Path path = Files.createTempFile(directory, "message", null);
        file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        Files.deleteIfExists(path);
        writeFully(ByteBuffer.wrap(memory.toByteArray()), 0);
        memory = null;
    }

    private void writeFully(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** A range of the scratch; the scratch itself is closed by whoever opened it. */
    private final class Part implements Content {
        private final long offset;
        private final long length;

        Part(long offset, long length) {
            this.offset = offset;
            this.length = length;
        }

        @Override
        public long size() {
            return length;
        }

        @Override
        public InputStream open() {
            return file == null
                    ? new ByteArrayInputStream(memory.toByteArray(), (int) offset, (int) length)
                    : new FileRange(file, offset, length);
        }

        @Override
        public void close() {
            // the scratch holds the bytes
        }
    }

    /** Reads a range of a file without moving anybody's position. */
    private static final class FileRange extends InputStream {
        private final FileChannel file;
        private final long end;
        private long position;

        FileRange(FileChannel file, long offset, long length) {
            this.file = file;
            this.position = offset;
            this.end = offset + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int wanted = (int) Math.min(length, end - position);
            int count = wanted == 0 ? -1 : file.read(ByteBuffer.wrap(target, from, wanted), position);
            position += Math.max(0, count);
            return count;
        }
    }
}
