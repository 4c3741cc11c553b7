package relay.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final AtomicLong now = new AtomicLong();
    private final LoginThrottle throttle =
            new LoginThrottle(2, Duration.ofSeconds(1), Duration.ofSeconds(10), now::get);
    private InetAddress peer;

    @BeforeEach
    void resolve() throws UnknownHostException {
        peer = InetAddress.getByName("192.0.2.1");
    }

    @Test
    void letsTheFirstFailuresPass() {
        fail(2);
        assertThat(throttle.remaining(peer)).isZero();
    }

    @Test
    void doublesTheWaitUpToALimit() {
        fail(3);
        assertThat(throttle.remaining(peer)).isEqualTo(Duration.ofSeconds(1));
        fail(1);
        assertThat(throttle.remaining(peer)).isEqualTo(Duration.ofSeconds(2));
        fail(50);
        assertThat(throttle.remaining(peer)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void isOverWhenTheTimeIs() {
        fail(4);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(throttle.remaining(peer)).isZero();
    }

    @Test
    void forgetsOldFailures() {
        fail(5);
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        fail(1);
        assertThat(throttle.remaining(peer)).isZero();
    }

    @Test
    void forgivesAfterASuccess() {
        fail(5);
        throttle.succeeded(peer);
        assertThat(throttle.remaining(peer)).isZero();
    }

    @Test
    void takesAnIpv6NetworkForOnePeer() throws UnknownHostException {
        for (int i = 1; i <= 3; i++) {
            throttle.failed(InetAddress.getByName("2001:db8::" + i));
        }
        assertThat(throttle.remaining(InetAddress.getByName("2001:db8::9"))).isPositive();
        assertThat(throttle.remaining(InetAddress.getByName("2001:db8:0:1::9"))).isZero();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(peer);
        }
    }
}
