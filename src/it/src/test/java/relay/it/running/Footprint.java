package relay.it.running;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How much a directory holds, and the most that it held while it was watched. */
public final class Footprint implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;

    private final Path directory;
    private final AtomicLong peak = new AtomicLong();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> looking;

    private Footprint(Path directory) {
        this.directory = directory;
        looking = watch.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Begins to watch it. */
    public static Footprint of(Path directory) {
        return new Footprint(directory);
    }

    /** The lengths of all its files now. */
    public long bytes() {
        Sum sum = new Sum();
        try {
            Files.walkFileTree(directory, sum);
        } catch (IOException gone) {
            return sum.bytes;
        }
        return sum.bytes;
    }

    /** The most that was seen so far. */
    public long peak() {
        look();
        return peak.get();
    }

    private void look() {
        peak.accumulateAndGet(bytes(), Math::max);
    }

    @Override
    public void close() {
        looking.cancel(true);
        watch.shutdownNow();
    }

    /** Files come and go meanwhile. */
    private static final class Sum extends SimpleFileVisitor<Path> {
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }
}
