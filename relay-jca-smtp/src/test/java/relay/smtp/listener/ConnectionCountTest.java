package relay.smtp.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionCountTest {
    private final ConnectionCount count =
            new ConnectionCount(new AccessLimits(3, 2, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO));

    @Test
    void limitsEachPeerAndAllTogether() throws UnknownHostException {
        assertThat(count.tryEnter(peer(1))).isTrue();
        assertThat(count.tryEnter(peer(1))).isTrue();
        assertThat(count.tryEnter(peer(1))).as("third of one peer").isFalse();
        assertThat(count.tryEnter(peer(2))).isTrue();
        assertThat(count.tryEnter(peer(3))).as("fourth in all").isFalse();
        assertThat(count.inAll()).isEqualTo(3);
    }

    @Test
    void makesRoomWhenOneLeaves() throws UnknownHostException {
        count.tryEnter(peer(1));
        count.tryEnter(peer(1));
        count.leave(peer(1));
        assertThat(count.tryEnter(peer(1))).isTrue();
        count.leave(peer(1));
        count.leave(peer(1));
        assertThat(count.inAll()).isZero();
    }

    private static InetAddress peer(int last) throws UnknownHostException {
        return InetAddress.getByName("192.0.2." + last);
    }
}
