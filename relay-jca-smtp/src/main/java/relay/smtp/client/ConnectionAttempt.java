package relay.smtp.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Opens one connection; opportunistically encrypted, it tries once more in clear where TLS has failed (RFC 7435). */
final class ConnectionAttempt {
    private final Bootstrap bootstrap;
    private final ChannelGroup connections;
    private final ClientSettings settings;
    private final TlsContexts tls;
    private final Executor workers;
    private final RemoteHost host;
    private final Egress egress;
    private final CompletableFuture<SmtpConnection> outcome = new CompletableFuture<>();
    /** Why there is no TLS, once it has failed. */
    private volatile TlsFault fallenBackFrom;

    ConnectionAttempt(
            Bootstrap bootstrap,
            ChannelGroup connections,
            ClientSettings settings,
            TlsContexts tls,
            Executor workers,
            RemoteHost host,
            Egress egress) {
        this.bootstrap = bootstrap;
        this.connections = connections;
        this.settings = settings;
        this.tls = tls;
        this.workers = workers;
        this.host = host;
        this.egress = egress;
    }

    CompletableFuture<SmtpConnection> begin() {
        if (host.address().isUnresolved()) {
            fail(new SmtpFailure(Stage.CONNECT, null, "address of " + host.name() + " is not known"));
        } else if (peer().isUnresolved()) {
            fail(new SmtpFailure(Stage.EGRESS, null, egress.proxy() + ": its address is not known"));
        } else if (!egress.reaches(host.address().getAddress())) {
            fail(new SmtpFailure(
                    Stage.CONNECT, null, "out of reach from " + egress.address().getHostAddress()));
        } else {
            connect(host);
        }
        return outcome;
    }

    private void connect(RemoteHost target) {
        Opening opening = new Opening(target);
        try {
            bootstrap.clone().handler(opening).connect(peer(), egress.bound()).addListener((ChannelFutureListener)
                    this::connected);
        } catch (RuntimeException closed) {
            fail(new SmtpFailure(Stage.CONNECT, null, "client is closed"));
        }
    }

    /** Whom the socket is connected with. */
    private InetSocketAddress peer() {
        return egress.proxy() == null ? host.address() : egress.proxy().address();
    }

    private void connected(ChannelFuture connect) {
        if (!connect.isSuccess()) {
            String cause = Causes.ofConnect(connect.cause(), settings.timeouts().connect());
            if (egress.bound() != null && Causes.isOfBinding(connect.cause())) {
                fail(new SmtpFailure(
                        Stage.EGRESS, null, "address " + egress.address().getHostAddress() + ": " + cause));
            } else if (egress.proxy() != null) {
                fail(new SmtpFailure(Stage.EGRESS, null, egress.proxy() + ": " + cause));
            } else {
                fail(new SmtpFailure(Stage.CONNECT, null, cause));
            }
        }
    }

    /** What is said to the proxy first, or null when there is none. */
    private ChannelHandler request() {
        if (egress.proxy() == null) {
            return null;
        }
        return switch (egress.proxy().kind()) {
            case SOCKS5 ->
                new Socks5Request(
                        egress.proxy(), host.address(), settings.timeouts().connect(), this::fail);
            case HAPROXY -> new ProxyRequest(egress.address(), host.address());
        };
    }

    private void fail(SmtpFailure failure) {
        outcome.completeExceptionally(failure.asException());
    }

    /** One of at most two conversations. */
    private final class Opening extends ChannelInitializer<Channel> implements Conversation.Opening {
        private final Conversation conversation;
        private Channel channel;

        Opening(RemoteHost target) {
            conversation = new Conversation(target, settings, this);
        }

        @Override
        protected void initChannel(Channel created) {
            channel = created;
            connections.add(created);
            ChannelHandler request = request();
            if (request != null) {
                created.pipeline().addLast(request);
            }
            created.pipeline().addLast(new SessionHandler(conversation, tls, workers));
        }

        @Override
        public void opened() {
            outcome.complete(new NettySmtpConnection(
                    host, conversation, channel.eventLoop(), workers, tlsFault(), localAddress()));
        }

        private InetAddress localAddress() {
            return channel.localAddress() instanceof InetSocketAddress local ? local.getAddress() : null;
        }

        private TlsFault tlsFault() {
            if (conversation.tls() != null) {
                return conversation.tlsFault();
            }
            return fallenBackFrom != null ? fallenBackFrom : TlsFault.STARTTLS_NOT_SUPPORTED;
        }

        @Override
        public void failed(SmtpFailure failure, boolean mayHelpInClear) {
            if (mayHelpInClear && conversation.host().tls() == TlsRequirement.OPPORTUNISTIC) {
                fallenBackFrom = failure.fault() != null ? failure.fault() : TlsFault.VALIDATION_FAILURE;
                connect(host.with(TlsRequirement.NONE));
            } else {
                fail(failure);
            }
        }
    }
}
