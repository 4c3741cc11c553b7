package relay.smtp.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLSession;
import relay.smtp.Reply;

/** Carries a {@link Conversation} over a Netty channel. */
final class SessionHandler extends ChannelInboundHandlerAdapter implements Wire {
    /** Tells that the client is closed, as a user event. */
    static final Object CLIENT_CLOSED = new Object();

    /** How long a refusal that explains a failed write may still take to be read. */
    private static final Duration LAST_REPLY = Duration.ofSeconds(5);

    private final Conversation conversation;
    private final TlsContexts tls;
    private final Executor workers;
    private final ReplyParser parser;
    private ChannelHandlerContext context;
    private Deadline deadline;
    private ByteBuffer reading = ByteBuffer.allocate(0);
    private Throwable writeFailure;

    SessionHandler(Conversation conversation, TlsContexts tls, Executor workers) {
        this.conversation = conversation;
        this.tls = tls;
        this.workers = workers;
        this.parser = new ReplyParser(conversation.settings().replyLimits());
    }

    // Events of the channel

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = new Deadline(ctx.executor(), this::timedOut);
        conversation.begin(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            read(bytes.nioBuffer());
        } catch (MalformedReplyException e) {
            conversation.lost(e.getMessage());
        } finally {
            bytes.release();
        }
    }

    private void read(ByteBuffer bytes) throws MalformedReplyException {
        reading = bytes;
        while (!conversation.isOver()) {
            Reply reply = parser.next(bytes);
            if (reply == null) {
                return;
            }
            conversation.replied(reply);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended(writeFailure == null ? "connection closed by peer" : Causes.of(writeFailure));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ended(Causes.of(cause));
        drop();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == CLIENT_CLOSED) {
            ended("client is closed");
            drop();
        }
    }

    /** Before the connection stands there is no conversation yet, and its future tells of failure. */
    private void ended(String cause) {
        if (deadline != null) {
            conversation.lost(cause);
            deadline.stop();
        }
    }

    private void timedOut(Duration limit) {
        if (conversation.isOver()) {
            drop();
        } else if (writeFailure != null) {
            conversation.lost(Causes.of(writeFailure));
        } else {
            conversation.lost(Causes.timedOut(limit));
        }
    }

    // What the conversation asks

    @Override
    public void say(String commands) {
        context.writeAndFlush(ByteBufUtil.writeUtf8(context.alloc(), commands))
                .addListener((ChannelFutureListener) this::said);
    }

    private void said(ChannelFuture write) {
        if (!write.isSuccess()) {
            writeFailed(write.cause());
        }
    }

    @Override
    public void send(byte[] bytes, int length, Runnable written) {
        context.writeAndFlush(Unpooled.wrappedBuffer(bytes, 0, length))
                .addListener((ChannelFutureListener) write -> sent(write, written));
    }

    private void sent(ChannelFuture write, Runnable written) {
        if (!write.isSuccess()) {
            writeFailed(write.cause());
        } else if (!conversation.isOver()) {
            written.run();
        }
    }

    /** The peer no longer listens, but what it said before that, such as 552 to a content too large, may be unread. */
    private void writeFailed(Throwable cause) {
        if (!conversation.isOver() && writeFailure == null) {
            writeFailure = cause;
            deadline.set(LAST_REPLY);
        }
    }

    @Override
    public void limit(Duration limit) {
        if (writeFailure == null) {
            deadline.set(limit);
        }
    }

    @Override
    public void noLimit() {
        if (writeFailure == null) {
            deadline.clear();
        }
    }

    @Override
    public boolean hasUnread() {
        return reading.hasRemaining();
    }

    @Override
    public void encrypt() {
        SslHandler handler = tls.handler(conversation.host(), context.alloc());
        handler.handshakeFuture().addListener(handshake -> handshakeEnded(handler, handshake));
        context.pipeline().addFirst(handler);
    }

    private void handshakeEnded(SslHandler handler, Future<?> handshake) {
        if (handshake.isSuccess()) {
            encrypted(handler.engine().getSession());
        } else {
            conversation.lost(
                    "TLS handshake: " + Causes.inWords(handshake.cause()),
                    CertificateJudgement.fault(handshake.cause()));
        }
    }

    private void encrypted(SSLSession session) {
        RemoteHost host = conversation.host();
        TlsFault fault = tls.fault(host, session);
        if (fault != null && host.tls() == TlsRequirement.DANE) {
            conversation.lost("TLS handshake: no TLSA record vouches for the certificate of " + host.name(), fault);
        } else {
            conversation.encrypted(session.getProtocol() + " " + session.getCipherSuite(), fault);
        }
    }

    @Override
    public <T> void aside(Callable<T> work, Answer<T> then) {
        try {
            workers.execute(() -> runAside(work, then));
        } catch (RejectedExecutionException full) {
            context.executor().execute(() -> answer(then, null, new RejectedExecutionException("no worker is free")));
        }
    }

    private <T> void runAside(Callable<T> work, Answer<T> then) {
        T result = null;
        Exception failure = null;
        try {
            result = work.call();
        } catch (Exception e) {
            failure = e;
        }
        handBack(then, result, failure);
    }

    private <T> void handBack(Answer<T> then, T result, Exception failure) {
        try {
            context.executor().execute(() -> answer(then, result, failure));
        } catch (RejectedExecutionException closed) {
            // the client was closed and with it the conversation: nobody waits for the answer
            return;
        }
    }

    private <T> void answer(Answer<T> then, T result, Exception failure) {
        if (!conversation.isOver()) {
            then.of(result, failure);
        }
    }

    @Override
    public void close(String lastWords) {
        deadline.set(conversation.timeouts().quit());
        context.writeAndFlush(ByteBufUtil.writeUtf8(context.alloc(), lastWords))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Closes beneath TLS, whose own close would first flush what is still queued: the final dot of a message, perhaps,
     * that was just reported as not sent.
     */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // channelInactive tells of the end
    public void drop() {
        ChannelHandlerContext first = context.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }
}
