package relay.smtp.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
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
    private final CompletableFuture<SmtpConnection> outcome = new CompletableFuture<>();
    /** Why there is no TLS, once it has failed. */
    private volatile TlsFault fallenBackFrom;

    ConnectionAttempt(
            Bootstrap bootstrap,
            ChannelGroup connections,
            ClientSettings settings,
            TlsContexts tls,
            Executor workers,
            RemoteHost host) {
        this.bootstrap = bootstrap;
        this.connections = connections;
        this.settings = settings;
        this.tls = tls;
        this.workers = workers;
        this.host = host;
    }

    CompletableFuture<SmtpConnection> begin() {
        if (host.address().isUnresolved()) {
            fail(new SmtpFailure(Stage.CONNECT, null, "address of " + host.name() + " is not known"));
        } else {
            connect(host);
        }
        return outcome;
    }

    private void connect(RemoteHost target) {
        Opening opening = new Opening(target);
        try {
            bootstrap.clone().handler(opening).connect(host.address()).addListener((ChannelFutureListener)
                    this::connected);
        } catch (RuntimeException closed) {
            fail(new SmtpFailure(Stage.CONNECT, null, "client is closed"));
        }
    }

    private void connected(ChannelFuture connect) {
        if (!connect.isSuccess()) {
            String cause = Causes.ofConnect(connect.cause(), settings.timeouts().connect());
            fail(new SmtpFailure(Stage.CONNECT, null, cause));
        }
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
