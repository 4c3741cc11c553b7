package relay.smtp.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Waits for the PROXY header, version 1 or 2, that a connection from a listed network must begin with, and learns the
 * client's address from it. A header that is malformed or late closes the connection. What comes after the header stays
 * for the handlers that are added then.
 */
// a write or close that fails ends the channel, and that is seen as an event of the pipeline
@SuppressWarnings("FutureReturnValueIgnored")
final class ProxyHeader extends SimpleChannelInboundHandler<HAProxyMessage> {
    private static final System.Logger LOG = System.getLogger(ProxyHeader.class.getName());

    private final Duration timeout;
    private final Consumer<InetSocketAddress> then;
    private Future<?> deadline;

    private ProxyHeader(Duration timeout, Consumer<InetSocketAddress> then) {
        this.timeout = timeout;
        this.then = then;
    }

    /** @param then goes on with the client's address, which is the proxy's own for its health checks */
    static void await(Channel channel, Duration timeout, Consumer<InetSocketAddress> then) {
        channel.pipeline().addLast(new HAProxyMessageDecoder(), new ProxyHeader(timeout, then));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(() -> close(ctx, "no header in time"), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadline.cancel(false);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) {
        InetSocketAddress client =
                client(header, (InetSocketAddress) ctx.channel().remoteAddress());
        then.accept(client);
        ctx.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(ctx, "malformed header");
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel(false);
        ctx.fireChannelInactive();
    }

    private static void close(ChannelHandlerContext ctx, String reason) {
        LOG.log(
                Level.INFO,
                () -> "event=proxy-refused peer=" + ctx.channel().remoteAddress() + " reason=\"" + reason + '"');
        ctx.close();
    }

    private static InetSocketAddress client(HAProxyMessage header, InetSocketAddress proxy) {
        byte[] octets = header.sourceAddress() == null || header.command() == HAProxyCommand.LOCAL
                ? null
                : NetUtil.createByteArrayFromIpAddressString(header.sourceAddress());
        if (octets == null) {
            return proxy;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets), header.sourcePort());
        } catch (UnknownHostException e) {
            return proxy;
        }
    }
}
