package relay.smtp.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import relay.smtp.ListenerRole;
import relay.smtp.Reply;
import relay.smtp.server.Action;
import relay.smtp.server.Conversation;
import relay.smtp.server.Session;
import relay.smtp.server.Step;

/**
 * The shell around one conversation: feeds it bytes, writes its replies, carries out its actions. While an answer is
 * awaited, or the peer does not read our replies, nothing is read from the socket. Replies to a pipelined group leave in
 * one flush.
 */
// a write or close that fails ends the channel, and that is seen as an event of the pipeline
@SuppressWarnings("FutureReturnValueIgnored")
final class SessionHandler extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(SessionHandler.class.getName());

    private static final Reply NOT_DURABLE =
            Reply.of(451, "4.3.0", "The message could not be stored durably, try again later");

    /** How long a peer may take to read our last reply before the connection is closed under it. */
    private static final long LINGER_MILLIS = 2000;

    private static final Duration LONGEST_TICK = Duration.ofSeconds(5);
    private static final Duration SHORTEST_TICK = Duration.ofMillis(20);
    private static final int TICKS_PER_TIMEOUT = 10;

    private final ConnectionServices services;
    private final ListenerRole role;
    private final InetSocketAddress client;
    private final Session session;
    private final Conversation conversation;
    private final Patience patience;
    private ChannelHandlerContext ctx;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private long octets;
    private boolean started;
    private boolean waiting;
    private boolean handshaking;
    private boolean leaving;
    private CompletableFuture<Reply> handOver;
    private Future<?> ticks;

    SessionHandler(ConnectionServices services, ListenerRole role, InetSocketAddress client) {
        this.services = services;
        this.role = role;
        this.client = client;
        this.session = new Session(services.sessions(), role, client);
        this.conversation = new Conversation(session, this::say);
        this.patience =
                new Patience(services.settings().timeouts(), services.nanoTime().getAsLong());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        if (context.channel().isActive()) {
            startUnlessEncrypted();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        startUnlessEncrypted();
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (leaving) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf bytes = (ByteBuf) message;
        octets += bytes.readableBytes();
        if (received.isReadable()) {
            received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), received, bytes);
        } else {
            received.release();
            received = bytes;
        }
        advance();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (started && context.channel().isWritable()) {
            advance();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                encrypted(context.pipeline().get(SslHandler.class).engine().getSession());
            } else {
                context.close();
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        leaving = true;
        if (ticks != null) {
            ticks.cancel(false);
        }
        if (handOver != null) {
            handOver.cancel(false);
        }
        if (!waiting) {
            release();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // a connection reset or a failed handshake is the peer's affair; anything else is a fault of ours
        boolean network = cause instanceof IOException || cause.getCause() instanceof IOException;
        LOG.log(network ? Level.DEBUG : Level.ERROR, "event=session-failed " + origin(), cause);
        context.close();
    }

    /** Ends the session with 421, at once or after the message that is arriving. */
    void stop() {
        if (started && !leaving) {
            conversation.stop();
            advance();
        } else if (!started) {
            ctx.close();
        }
    }

    /** Ends the session with 421 at once; while an answer is awaited, without a word. */
    void abandon() {
        if (!waiting && started && !leaving) {
            conversation.abandon();
            advance();
        } else {
            ctx.close();
        }
    }

    private void startUnlessEncrypted() {
        if (role != ListenerRole.SUBMISSIONS) {
            start();
        }
    }

    private void encrypted(SSLSession tls) {
        if (started) {
            handshaking = false;
            waiting = false;
            conversation.apply(session.tlsStarted(tls.getProtocol(), tls.getCipherSuite()));
            advance();
        } else {
            session.encrypted(tls.getProtocol(), tls.getCipherSuite());
            start();
        }
    }

    private void start() {
        if (started) {
            return;
        }
        started = true;
        long tick = tick().toMillis();
        ticks = ctx.executor().scheduleWithFixedDelay(this::lookAtTheClock, tick, tick, TimeUnit.MILLISECONDS);
        conversation.apply(session.open());
        advance();
    }

    private void advance() {
        boolean going = true;
        while (going && isAttentive()) {
            going = carryOut(conversation.advance(received));
        }
        if (!received.isReadable()) {
            received.release();
            received = Unpooled.EMPTY_BUFFER;
        }
        ctx.flush();
        ctx.channel().config().setAutoRead(handshaking || leaving || isAttentive());
    }

    /** Whether bytes are taken now: no answer is awaited, and the peer reads what we say. */
    private boolean isAttentive() {
        return !waiting && !leaving && ctx.channel().isWritable();
    }

    /** Carries an action out; true when the conversation can go on at once. */
    private boolean carryOut(Action action) {
        if (action instanceof Action.Ask<?> ask) {
            return ask(ask);
        }
        if (action instanceof Action.Spill spill) {
            return spill(spill);
        }
        if (action instanceof Action.Submit submit) {
            submit(submit);
        } else if (action instanceof Action.StartTls) {
            startTls();
        } else if (action instanceof Action.Close) {
            leave();
        }
        return false;
    }

    private boolean ask(Action.Ask<?> ask) {
        waiting = true;
        try {
            services.application().workers().execute(() -> {
                Supplier<Step> then = answer(ask);
                ctx.executor().execute(() -> resume(then));
            });
            return false;
        } catch (RejectedExecutionException e) {
            waiting = false;
            conversation.apply(ask.failed().get());
            return true;
        }
    }

    /** On a worker thread. Whatever goes wrong there must reach the session, or it would wait for ever. */
    private Supplier<Step> answer(Action.Ask<?> ask) {
        try {
            return ask.put(services.application().listener());
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "event=question-failed " + origin(), e);
            return ask.failed();
        }
    }

    private boolean spill(Action.Spill spill) {
        waiting = true;
        try {
            services.application().workers().execute(() -> {
                spill.message().spill();
                ctx.executor().execute(() -> resume(null));
            });
            return false;
        } catch (RejectedExecutionException e) {
            // too busy even to ask a worker: this thread must do it, or memory would grow
            spill.message().spill();
            waiting = false;
            return true;
        }
    }

    private void submit(Action.Submit submit) {
        waiting = true;
        handOver = services.application().accept(submit.submission());
        handOver.whenComplete((reply, failure) -> {
            Reply answer = failure == null ? reply : NOT_DURABLE;
            ctx.executor().execute(() -> resume(() -> submit.then().apply(answer)));
        });
    }

    /** An answer has come: continues with it, unless the peer has gone meanwhile. */
    private void resume(Supplier<Step> then) {
        waiting = false;
        handOver = null;
        if (leaving) {
            release();
            return;
        }
        patience.pause(services.nanoTime().getAsLong());
        if (then != null) {
            conversation.apply(then.get());
        }
        advance();
    }

    /** What came before the handshake came from anyone (RFC 3207, section 4.2): it is dropped unread. */
    private void startTls() {
        received.skipBytes(received.readableBytes());
        waiting = true;
        handshaking = true;
        ctx.flush();
        ctx.pipeline().addFirst(services.tls().handler(ctx.alloc()));
    }

    private void say(Reply reply) {
        if (reply.code() >= 400) {
            boolean notable = reply.code() == 421 || reply.code() == 535;
            LOG.log(notable ? Level.INFO : Level.DEBUG, () -> "event=refused " + origin() + " reply=\"" + reply + '"');
        }
        ctx.write(ReplyEncoder.encode(reply, ctx.alloc()));
    }

    /**
     * Closes so that the last reply arrives: a socket closed with bytes unread is reset, and a reset can overtake the
     * reply. So our side is ended first, and the peer's remaining bytes are dropped until it closes or time is up.
     */
    private void leave() {
        leaving = true;
        conversation.close();
        received.skipBytes(received.readableBytes());
        ticks.cancel(false);
        ticks = ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> endOutput());
    }

    private void endOutput() {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (ctx.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            ctx.close();
        }
    }

    private void lookAtTheClock() {
        long now = services.nanoTime().getAsLong();
        if (waiting) {
            patience.pause(now);
        } else if (!leaving && patience.isExhausted(conversation, octets, now)) {
            conversation.timeOut();
            advance();
        }
    }

    private void release() {
        conversation.close();
        received.release();
        received = Unpooled.EMPTY_BUFFER;
    }

    private Duration tick() {
        Timeouts timeouts = services.settings().timeouts();
        Duration shortest = timeouts.command().compareTo(timeouts.text()) < 0 ? timeouts.command() : timeouts.text();
        Duration tick = shortest.dividedBy(TICKS_PER_TIMEOUT);
        if (tick.compareTo(LONGEST_TICK) > 0) {
            return LONGEST_TICK;
        }
        return tick.compareTo(SHORTEST_TICK) < 0 ? SHORTEST_TICK : tick;
    }

    private String origin() {
        return "role=" + role + " peer=" + client.getAddress().getHostAddress();
    }
}
