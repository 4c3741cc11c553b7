package relay.smtp.listener;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import relay.smtp.ListenerRole;
import relay.smtp.Reply;

/** Sets up each connection of one role: PROXY header where one is due, counting, implicit TLS, session. */
// a write or close that fails ends the channel, and that is seen as an event of the pipeline
@SuppressWarnings("FutureReturnValueIgnored")
final class Entrance extends ChannelInitializer<Channel> {
    private static final System.Logger LOG = System.getLogger(Entrance.class.getName());
    private static final Reply TOO_MANY_CONNECTIONS =
            Reply.of(421, "4.7.0", "Too many connections, try again later or send more mail in each");

    private final ConnectionServices services;
    private final ListenerRole role;
    private final ChannelGroup open;

    /** @param open every connection is entered here */
    Entrance(ConnectionServices services, ListenerRole role, ChannelGroup open) {
        this.services = services;
        this.role = role;
        this.open = open;
    }

    @Override
    protected void initChannel(Channel channel) {
        open.add(channel);
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        if (services.settings().isProxy(remote.getAddress())) {
            ProxyHeader.await(channel, services.settings().timeouts().proxyHeader(), client -> enter(channel, client));
        } else {
            enter(channel, remote);
        }
    }

    private void enter(Channel channel, InetSocketAddress client) {
        if (!services.connections().tryEnter(client.getAddress())) {
            refuse(channel, client);
            return;
        }
        channel.closeFuture().addListener(closed -> services.connections().leave(client.getAddress()));
        ChannelPipeline pipeline = channel.pipeline();
        if (role == ListenerRole.SUBMISSIONS) {
            pipeline.addLast(services.tls().handler(channel.alloc()));
        }
        pipeline.addLast(new SessionHandler(services, role, client));
    }

    /** Without a word where TLS would have to come first: a handshake is what an overloaded server cannot spare. */
    private void refuse(Channel channel, InetSocketAddress client) {
        LOG.log(
                Level.INFO,
                () -> "event=connection-refused role=" + role + " peer="
                        + client.getAddress().getHostAddress() + " reason=too-many");
        if (role == ListenerRole.SUBMISSIONS) {
            channel.close();
            return;
        }
        channel.writeAndFlush(ReplyEncoder.encode(TOO_MANY_CONNECTIONS, ByteBufAllocator.DEFAULT))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
