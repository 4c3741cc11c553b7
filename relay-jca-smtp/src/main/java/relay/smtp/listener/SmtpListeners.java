package relay.smtp.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import relay.smtp.ListenerRole;
import relay.smtp.sasl.Passwords;
import relay.smtp.server.AdmissionMemory;
import relay.smtp.server.Availability;
import relay.smtp.server.LoginThrottle;
import relay.smtp.server.SessionServices;

/**
 * The listening ports of the relay, from binding to graceful stop. Holds no static state: several may run in one
 * process on different ports.
 */
// a write or close that fails ends the channel, and that is seen as an event of the pipeline
@SuppressWarnings("FutureReturnValueIgnored")
public final class SmtpListeners implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SmtpListeners.class.getName());
    private static final int BACKLOG = 1024;

    /** For the last 421 of sessions that are cut off. */
    private static final long LAST_WORDS_MILLIS = 200;

    private final ListenerSettings settings;
    private final Application application;
    private final Spool spool;
    private final ConnectionServices services;
    private final EventLoopGroup loops;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Map<ListenerRole, Channel> ports = new ConcurrentHashMap<>();
    private final AtomicBoolean stopping = new AtomicBoolean();

    private SmtpListeners(ListenerSettings settings, Application application)
            throws IOException, GeneralSecurityException {
        LongSupplier nanoTime = System::nanoTime;
        this.settings = settings;
        this.application = application;
        Files.createDirectories(settings.dataDirectory());
        ServerTls tls = new ServerTls(settings, nanoTime);
        byte[] decoyKey = DecoyKey.in(settings.dataDirectory().resolve("decoy.key"));
        BooleanSupplier room = FreeSpace.of(settings.dataDirectory(), settings.storage(), nanoTime);
        this.spool = Spool.in(settings.dataDirectory().resolve("spool"), settings.storage());
        this.services = new ConnectionServices(
                settings,
                sessionServices(settings, availability(room), spool, decoyKey, nanoTime),
                application,
                tls,
                new ConnectionCount(settings.access()),
                nanoTime);
        this.loops = new MultiThreadIoEventLoopGroup(
                settings.ioThreads(), new DefaultThreadFactory("relay-smtp", true), NioIoHandler.newFactory());
    }

    /**
     * Binds the ports of all roles and starts to serve them; all of them or none.
     *
     * @throws IOException when a port is taken, or a directory or certificate file cannot be used
     */
    public static SmtpListeners start(ListenerSettings settings, Application application)
            throws IOException, GeneralSecurityException {
        SmtpListeners listeners = new SmtpListeners(settings, application);
        try {
            for (ListenerRole role : settings.roles()) {
                listeners.bind(role);
            }
        } catch (IOException e) {
            listeners.close();
            throw e;
        }
        return listeners;
    }

    /** The address that each role is bound to. */
    public Map<ListenerRole, InetSocketAddress> addresses() {
        Map<ListenerRole, InetSocketAddress> addresses = new EnumMap<>(ListenerRole.class);
        ports.forEach((role, channel) -> addresses.put(role, (InetSocketAddress) channel.localAddress()));
        return addresses;
    }

    /** Open connections, for statistics and tests. */
    public int connections() {
        return services.connections().inAll();
    }

    /**
     * Stops: releases the ports, tells idle sessions 421 4.3.2, lets messages that are arriving come to their reply
     * within the bound of {@link Timeouts#stop}, and then closes what is left. Idempotent.
     */
    @Override
    public void close() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        ports.values().forEach(channel -> channel.close().awaitUninterruptibly());
        ports.clear();
        forEachSession(SessionHandler::stop);
        if (!awaitEmpty(settings.timeouts().stop().toMillis())) {
            forEachSession(SessionHandler::abandon);
            awaitEmpty(LAST_WORDS_MILLIS);
        }
        open.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, settings.timeouts().stop().toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
        closeSpool();
    }

    private void bind(ListenerRole role) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(settings.bind(), settings.ports().get(role));
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new Entrance(services, role, open))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address + " for " + role + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        ports.put(role, bound.channel());
        LOG.log(
                Level.INFO,
                "event=listening role=" + role + " address=" + bound.channel().localAddress());
    }

    private Availability availability(BooleanSupplier room) {
        return new Availability() {
            @Override
            public boolean acceptingSessions() {
                return !stopping.get() && application.isReady();
            }

            @Override
            public boolean acceptingMail() {
                return room.getAsBoolean();
            }
        };
    }

    private static SessionServices sessionServices(
            ListenerSettings settings, Availability availability, Spool spool, byte[] decoyKey, LongSupplier nanoTime) {
        AccessLimits access = settings.access();
        return new SessionServices(
                settings.hostname(),
                settings.limits(),
                settings.admitting(),
                availability,
                new AdmissionMemory(access.admissionMemory(), nanoTime),
                new LoginThrottle(
                        access.freeLoginFailures(), access.firstLoginWait(), access.longestLoginWait(), nanoTime),
                new Passwords(decoyKey, Passwords.DEFAULT_MEMORY, Passwords.DEFAULT_REMEMBERED, nanoTime),
                spool);
    }

    private void forEachSession(Consumer<SessionHandler> action) {
        for (Channel channel : open) {
            channel.eventLoop().execute(() -> {
                SessionHandler handler = channel.pipeline().get(SessionHandler.class);
                if (handler == null) {
                    channel.close();
                } else {
                    action.accept(handler);
                }
            });
        }
    }

    private boolean awaitEmpty(long millis) {
        return open.newCloseFuture().awaitUninterruptibly(millis);
    }

    private void closeSpool() {
        try {
            spool.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "event=spool-not-removed directory=" + spool.directory(), e);
        }
    }
}
