package relay.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionMemoryTest {
    private final AtomicLong now = new AtomicLong();
    private final AdmissionMemory memory = new AdmissionMemory(Duration.ofSeconds(5), now::get);
    private final InetAddress peer = InetAddress.getLoopbackAddress();

    @Test
    void knowsNothingAtFirst() {
        assertThat(memory.recall(peer)).isEmpty();
    }

    @Test
    void recallsForAFewSecondsThatThereIsNoAccount() {
        memory.keep(peer, Optional.empty());
        assertThat(memory.recall(peer).orElseThrow().account()).isEmpty();
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(memory.recall(peer)).isEmpty();
    }
}
