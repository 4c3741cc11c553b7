package relay.smtp.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreeSpaceTest {
    private static final StorageLimits LIMITS = new StorageLimits(16 * 1024, 16 * 1024, 500, 10);

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong total = new AtomicLong(1000);
    private final AtomicLong free = new AtomicLong(1000);
    private final AtomicInteger looks = new AtomicInteger();
    private final FreeSpace room = new FreeSpace(this::look, LIMITS, now::get);

    @Test
    void endsBelowTheBytesThatMustBeFree() {
        assertThat(room.getAsBoolean()).isTrue();
        free.set(499);
        pass();
        assertThat(room.getAsBoolean()).isFalse();
        free.set(500);
        pass();
        assertThat(room.getAsBoolean()).isTrue();
    }

    @Test
    void endsBelowThePercentageThatMustBeFree() {
        total.set(100_000);
        free.set(9999);
        assertThat(room.getAsBoolean()).isFalse();
    }

    @Test
    void looksOnceASecond() {
        room.getAsBoolean();
        room.getAsBoolean();
        assertThat(looks).hasValue(1);
        pass();
        room.getAsBoolean();
        assertThat(looks).hasValue(2);
    }

    @Test
    void takesAStoreThatCannotBeAskedForFull() {
        total.set(-1);
        assertThat(room.getAsBoolean()).isFalse();
    }

    private void pass() {
        now.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    private long[] look() throws IOException {
        looks.incrementAndGet();
        if (total.get() < 0) {
            throw new IOException("stale file handle");
        }
        return new long[] {total.get(), free.get()};
    }
}
