package relay.smtp.listener;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import relay.smtp.server.ContentStore;
import relay.smtp.server.ContentWriter;

/**
 * Keeps messages while they arrive: in memory up to a limit, then in a file. Each running spool has a directory of its
 * own, held by a file lock; directories whose lock is free belong to a dead process and are removed at the start. (A
 * process id would not do: in a container it is always the same.)
 */
final class Spool implements ContentStore, AutoCloseable {
    private static final String LOCK = "lock";

    private final Path directory;
    private final FileChannel lock;
    private final StorageLimits limits;
    private final MemoryBudget budget;
    private final AtomicLong files = new AtomicLong();

    private Spool(Path directory, FileChannel lock, StorageLimits limits) {
        this.directory = directory;
        this.lock = lock;
        this.limits = limits;
        this.budget = new MemoryBudget(limits.memoryInAll());
    }

    /** Opens a spool below this directory, after removing what dead processes left there. */
    static Spool in(Path parent, StorageLimits limits) throws IOException {
        Files.createDirectories(parent);
        removeStale(parent);
        Path directory = Files.createDirectory(parent.resolve(UUID.randomUUID().toString()));
        FileChannel lock =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException("cannot lock " + directory);
        }
        return new Spool(directory, lock, limits);
    }

    @Override
    public ContentWriter open(long expected) {
        return new SpoolWriter(this::nextFile, limits.memoryPerMessage(), budget, expected);
    }

    MemoryBudget budget() {
        return budget;
    }

    Path directory() {
        return directory;
    }

    /** Removes the directory with all that is still in it. */
    @Override
    public void close() throws IOException {
        lock.close();
        remove(directory);
    }

    private Path nextFile() {
        return directory.resolve(files.incrementAndGet() + ".msg");
    }

    private static void removeStale(Path parent) throws IOException {
        List<Path> directories;
        try (Stream<Path> entries = Files.list(parent)) {
            directories = entries.filter(Files::isDirectory).toList();
        }
        for (Path directory : directories) {
            if (!isAlive(directory.resolve(LOCK))) {
                remove(directory);
            }
        }
    }

    private static boolean isAlive(Path lockFile) throws IOException {
        if (!Files.exists(lockFile)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException e) {
            // held by another spool of this very process
            return true;
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(directory)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
