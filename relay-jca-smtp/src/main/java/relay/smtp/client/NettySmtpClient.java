package relay.smtp.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The SMTP client on Netty: a few event-loop threads for all connections.
 *
 * <p>Futures complete on an event loop: what is chained to them must be short, or be handed on with the {@code …Async}
 * methods. {@link Transaction#mayFinish} is asked there too, and must not block.
 */
public final class NettySmtpClient implements SmtpClient {
    private static final int CLOSE_SECONDS = 10;

    private final ClientSettings settings;
    private final Executor workers;
    private final TlsContexts tls;
    private final EventLoopGroup loops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Bootstrap bootstrap;
    private volatile boolean closed;

    /**
     * A client that trusts the JDK's certificate authorities.
     *
     * @param workers runs what may block: reading large contents, deriving keys for AUTH. It may refuse, and the
     *     transaction fails then
     */
    public NettySmtpClient(ClientSettings settings, Executor workers) {
        this(settings, workers, null);
    }

    /**
     * A client with certificate authorities of its own choice.
     *
     * @param trust those for {@code VERIFIED} and {@code IMPLICIT}, or null for the JDK's
     */
    public NettySmtpClient(ClientSettings settings, Executor workers, KeyStore trust) {
        this.settings = settings;
        this.workers = workers;
        this.tls = new TlsContexts(trust);
        this.loops = new MultiThreadIoEventLoopGroup(
                settings.threads(), new DefaultThreadFactory("relay-smtp-client", true), NioIoHandler.newFactory());
        this.bootstrap = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                // addresses come resolved, and the JDK's look-up would block the event loop
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                // a refusal sent before the peer closed is still to be read after a write has failed
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.timeouts().connect().toMillis()));
    }

    @Override
    public CompletableFuture<SmtpConnection> connect(RemoteHost host, Egress egress) {
        if (closed) {
            return CompletableFuture.failedFuture(
                    new SmtpFailure(Stage.CONNECT, null, "client is closed").asException());
        }
        return new ConnectionAttempt(bootstrap, connections, settingsFor(egress), tls, workers, host, egress).begin();
    }

    private ClientSettings settingsFor(Egress egress) {
        return egress.ehloName() == null ? settings : settings.withEhloName(egress.ehloName());
    }

    /** Transactions under way fail as if their connections were lost; waits some seconds at most. */
    @Override
    public void close() {
        closed = true;
        connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(SessionHandler.CLIENT_CLOSED));
        Future<?> allClosed = connections.close();
        Future<?> ended = loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        if (!calledOnEventLoop()) {
            allClosed.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            ended.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private boolean calledOnEventLoop() {
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }
}
