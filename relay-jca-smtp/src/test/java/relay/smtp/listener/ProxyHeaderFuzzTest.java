package relay.smtp.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Any header leads to an address, to more waiting, or to a closed connection. */
class ProxyHeaderFuzzTest {
    private static final InetSocketAddress PROXY = new InetSocketAddress("192.0.2.100", 1000);

    @FuzzTest
    void learnsAnAddressOrCloses(FuzzedDataProvider data) {
        AtomicReference<InetSocketAddress> client = new AtomicReference<>();
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return PROXY;
            }
        };
        ProxyHeader.await(channel, Duration.ofSeconds(5), client::set);
        while (data.remainingBytes() > 0 && channel.isOpen()) {
            channel.writeInbound(Unpooled.wrappedBuffer(data.consumeBytes(data.consumeInt(1, 64))));
        }
        if (client.get() != null) {
            assertThat(client.get().getAddress()).isNotNull();
        }
        channel.finishAndReleaseAll();
    }
}
