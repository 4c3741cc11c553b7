package relay.smtp.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProxyHeaderTest {
    private static final InetSocketAddress PROXY = new InetSocketAddress("192.0.2.100", 1000);
    private static final byte[] V2 = {0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};

    private final StringBuilder after = new StringBuilder();
    private InetSocketAddress client;
    private final EmbeddedChannel channel = channel();

    @Test
    void learnsTheClientFromVersion1() {
        receive("PROXY TCP4 198.51.100.7 192.0.2.1 40000 25\r\nEHLO x\r\n".getBytes(US_ASCII));
        assertThat(client).isEqualTo(new InetSocketAddress("198.51.100.7", 40_000));
        assertThat(after.toString()).isEqualTo("EHLO x\r\n");
    }

    @Test
    void learnsAnIpv6ClientFromVersion1() {
        receive("PROXY TCP6 2001:db8::7 2001:db8::1 40000 25\r\n".getBytes(US_ASCII));
        assertThat(client).isEqualTo(new InetSocketAddress("2001:db8::7", 40_000));
    }

    @Test
    void learnsTheClientFromVersion2InPieces() {
        byte[] rest = {0x21, 0x11, 0, 12, (byte) 198, 51, 100, 7, (byte) 192, 0, 2, 1, (byte) 0x9c, 0x40, 0, 25};
        for (byte b : V2) {
            receive(b);
        }
        receive(rest);
        assertThat(client).isEqualTo(new InetSocketAddress("198.51.100.7", 40_000));
    }

    @Test
    void takesAHealthCheckForTheProxyItself() {
        receive(V2);
        receive((byte) 0x20, (byte) 0x00, (byte) 0, (byte) 0);
        assertThat(client).isEqualTo(PROXY);
    }

    @Test
    void takesAnUnknownProtocolForTheProxyItself() {
        receive("PROXY UNKNOWN\r\n".getBytes(US_ASCII));
        assertThat(client).isEqualTo(PROXY);
    }

    @Test
    void closesWithoutHeader() {
        receive("EHLO client.example with some more words\r\n".getBytes(US_ASCII));
        assertThat(channel.isOpen()).isFalse();
        assertThat(client).isNull();
    }

    @Test
    void closesOnAMalformedHeader() {
        receive("PROXY TCP4 198.51.100.777 192.0.2.1 40000 25\r\n".getBytes(US_ASCII));
        assertThat(channel.isOpen()).isFalse();
        assertThat(client).isNull();
    }

    @Test
    void closesWhenTheHeaderIsLate() {
        channel.advanceTimeBy(5, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    private void receive(byte... bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    }

    private EmbeddedChannel channel() {
        EmbeddedChannel embedded = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return PROXY;
            }
        };
        ProxyHeader.await(embedded, Duration.ofSeconds(5), address -> {
            client = address;
            embedded.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ByteBuf bytes = (ByteBuf) message;
                    after.append(bytes.toString(US_ASCII));
                    bytes.release();
                }
            });
        });
        return embedded;
    }
}
