package relay.smtp.client;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Asks an HAProxy to connect from one of its addresses to the host: a PROXY header, version 2, before anything else. It
 * answers with the host's greeting, or hangs up.
 */
final class ProxyRequest extends ChannelInboundHandlerAdapter {
    private final InetAddress from;
    private final InetSocketAddress to;

    ProxyRequest(InetAddress from, InetSocketAddress to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.pipeline().addBefore(ctx.name(), null, HAProxyMessageEncoder.INSTANCE);
        ctx.writeAndFlush(header()).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        ctx.pipeline().remove(HAProxyMessageEncoder.class);
        ctx.fireChannelActive();
        ctx.pipeline().remove(this);
    }

    /** The port is the proxy's to choose. */
    private HAProxyMessage header() {
        return new HAProxyMessage(
                HAProxyProtocolVersion.V2,
                HAProxyCommand.PROXY,
                from instanceof Inet6Address ? HAProxyProxiedProtocol.TCP6 : HAProxyProxiedProtocol.TCP4,
                from.getHostAddress(),
                to.getAddress().getHostAddress(),
                0,
                to.getPort());
    }
}
