package relay.smtp.listener;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import relay.smtp.Content;

/** A whole message: the beginning in a file, if it was large, and the rest in memory. */
final class SpooledContent implements Content {
    private static final System.Logger LOG = System.getLogger(SpooledContent.class.getName());

    private final Path file;
    private final long inFile;
    private final byte[] memory;
    private final int inMemory;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param file the beginning, or null when all is in memory
     * @param release run once, when the content is closed
     */
    SpooledContent(Path file, long inFile, byte[] memory, int inMemory, Runnable release) {
        this.file = file;
        this.inFile = inFile;
        this.memory = memory;
        this.inMemory = inMemory;
        this.release = release;
    }

    @Override
    public long size() {
        return inFile + inMemory;
    }

    @Override
    public InputStream open() throws IOException {
        if (closed.get()) {
            throw new IOException("the content is closed");
        }
        InputStream rest = new ByteArrayInputStream(memory, 0, inMemory);
        return file == null ? rest : new SequenceInputStream(Files.newInputStream(file), rest);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
            delete(file);
        }
    }

    /** Deletes a spool file, or leaves it to the next start when that fails. */
    static void delete(Path file) {
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "event=spool-file-left file=" + file, e);
        }
    }
}
