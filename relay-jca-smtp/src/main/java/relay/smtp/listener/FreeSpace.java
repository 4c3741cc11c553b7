package relay.smtp.listener;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether the file store of a directory has room for more mail, looked up at most once a second. A store that cannot be
 * asked counts as full. Thread-safe.
 */
final class FreeSpace implements BooleanSupplier {
    private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();
    private static final int PERCENT = 100;

    /** How many octets a file store has and how many are free. */
    interface Gauge {
        long[] totalAndFree() throws IOException;
    }

    private final Gauge gauge;
    private final StorageLimits limits;
    private final LongSupplier nanoTime;
    private long lookedAt;
    private boolean looked;
    private boolean room;

    FreeSpace(Gauge gauge, StorageLimits limits, LongSupplier nanoTime) {
        this.gauge = gauge;
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    static FreeSpace of(Path directory, StorageLimits limits, LongSupplier nanoTime) throws IOException {
        FileStore store = Files.getFileStore(directory);
        return new FreeSpace(() -> new long[] {store.getTotalSpace(), store.getUsableSpace()}, limits, nanoTime);
    }

    @Override
    public synchronized boolean getAsBoolean() {
        long now = nanoTime.getAsLong();
        if (!looked || now - lookedAt >= LOOK_EVERY) {
            looked = true;
            lookedAt = now;
            room = look();
        }
        return room;
    }

    private boolean look() {
        try {
            long[] totalAndFree = gauge.totalAndFree();
            long free = totalAndFree[1];
            return free >= limits.freeBytes() && free >= totalAndFree[0] / PERCENT * limits.freePercent();
        } catch (IOException e) {
            return false;
        }
    }
}
