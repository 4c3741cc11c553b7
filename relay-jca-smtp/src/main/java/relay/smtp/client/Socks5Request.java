package relay.smtp.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks a SOCKS5 proxy to connect to the host (RFC 1928), with a password where it wants one (RFC 1929). What comes after
 * its consent is the host's.
 */
final class Socks5Request extends ByteToMessageDecoder {
    private static final int VERSION = 5;
    private static final int LOGIN_VERSION = 1;
    private static final int NO_LOGIN = 0;
    private static final int PASSWORD = 2;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int PORT_BYTES = 2;
    private static final int HEAD_BYTES = 5;
    private static final int COMMAND_NOT_SUPPORTED = 7;
    /** RFC 1928, section 6. All but the one about CONNECT itself may well speak of this host alone. */
    private static final List<String> REPLIES = List.of(
            "succeeded",
            "general failure",
            "connection not allowed",
            "network unreachable",
            "host unreachable",
            "connection refused",
            "timed out on the way",
            "command not supported",
            "address type not supported");

    private final Egress.Proxy proxy;
    private final InetSocketAddress host;
    private final Duration patience;
    private final Consumer<SmtpFailure> failed;
    private Step step = Step.METHOD;
    private ScheduledFuture<?> deadline;

    /** What the proxy is to answer next. */
    private enum Step {
        METHOD,
        LOGIN,
        CONNECTED,
        OVER
    }

    /**
     * A request.
     *
     * @param patience how long the proxy may take in all
     * @param failed hears why nothing comes of it, once
     */
    Socks5Request(Egress.Proxy proxy, InetSocketAddress host, Duration patience, Consumer<SmtpFailure> failed) {
        this.proxy = proxy;
        this.host = host;
        this.patience = patience;
        this.failed = failed;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(
                        () -> fail(ctx, atFault(), Causes.timedOut(patience)),
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
        say(ctx, VERSION, 1, proxy.login() == null ? NO_LOGIN : PASSWORD);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        switch (step) {
            case METHOD -> method(ctx, in);
            case LOGIN -> login(ctx, in);
            case CONNECTED -> connected(ctx, in);
            case OVER -> in.skipBytes(in.readableBytes());
        }
    }

    private void method(ChannelHandlerContext ctx, ByteBuf in) {
        if (in.readableBytes() < 2) {
            return;
        }
        boolean isSocks = in.readUnsignedByte() == VERSION;
        int method = in.readUnsignedByte();
        if (!isSocks) {
            fail(ctx, Stage.EGRESS, "it does not speak SOCKS5");
        } else if (method == PASSWORD && proxy.login() != null) {
            step = Step.LOGIN;
            sayLogin(ctx);
        } else if (method == NO_LOGIN) {
            ask(ctx);
        } else {
            fail(ctx, Stage.EGRESS, proxy.login() == null ? "it wants a login" : "it takes no password");
        }
    }

    private void sayLogin(ChannelHandlerContext ctx) {
        byte[] user = proxy.login().user().getBytes(StandardCharsets.UTF_8);
        byte[] password = proxy.login().password().getBytes(StandardCharsets.UTF_8);
        ctx.writeAndFlush(ctx.alloc()
                        .buffer()
                        .writeByte(LOGIN_VERSION)
                        .writeByte(user.length)
                        .writeBytes(user)
                        .writeByte(password.length)
                        .writeBytes(password))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private void login(ChannelHandlerContext ctx, ByteBuf in) {
        if (in.readableBytes() < 2) {
            return;
        }
        in.skipBytes(1);
        if (in.readUnsignedByte() == 0) {
            ask(ctx);
        } else {
            fail(ctx, Stage.EGRESS, "it refuses our login");
        }
    }

    private void ask(ChannelHandlerContext ctx) {
        step = Step.CONNECTED;
        byte[] address = host.getAddress().getAddress();
        ctx.writeAndFlush(ctx.alloc()
                        .buffer()
                        .writeByte(VERSION)
                        .writeByte(CONNECT)
                        .writeByte(0)
                        .writeByte(address.length == IPV4_BYTES ? IPV4 : IPV6)
                        .writeBytes(address)
                        .writeShort(host.getPort()))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private void connected(ChannelHandlerContext ctx, ByteBuf in) {
        int answer = in.readableBytes() < 2 ? 0 : in.getUnsignedByte(in.readerIndex() + 1);
        if (answer != 0) {
            boolean isOfTheHost = answer < REPLIES.size() && answer != COMMAND_NOT_SUPPORTED;
            fail(
                    ctx,
                    isOfTheHost ? Stage.CONNECT : Stage.EGRESS,
                    answer < REPLIES.size() ? REPLIES.get(answer) : "reply " + answer);
        } else if (in.readableBytes() >= HEAD_BYTES && in.readableBytes() >= replyBytes(in)) {
            in.skipBytes(replyBytes(in));
            end();
            ctx.fireChannelActive();
            // what was read beyond it goes to the next handler
            ctx.pipeline().remove(this);
        }
    }

    /** How long the whole reply is, which ends with the address that the proxy connects from. */
    private static int replyBytes(ByteBuf in) {
        int address = switch (in.getUnsignedByte(in.readerIndex() + 3)) {
            case NAME -> 1 + in.getUnsignedByte(in.readerIndex() + 4);
            case IPV6 -> IPV6_BYTES;
            default -> IPV4_BYTES;
        };
        return 4 + address + PORT_BYTES;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, atFault(), "connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, atFault(), Causes.of(cause));
    }

    /** Once it has been asked to connect, the proxy may well be waiting for the host. */
    private Stage atFault() {
        return step == Step.CONNECTED ? Stage.CONNECT : Stage.EGRESS;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to be done
    private void fail(ChannelHandlerContext ctx, Stage stage, String cause) {
        if (step != Step.OVER) {
            end();
            failed.accept(new SmtpFailure(stage, null, proxy + ": " + cause));
            ctx.close();
        }
    }

    private void end() {
        step = Step.OVER;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private static void say(ChannelHandlerContext ctx, int... bytes) {
        ByteBuf words = ctx.alloc().buffer();
        for (int octet : bytes) {
            words.writeByte(octet);
        }
        ctx.writeAndFlush(words).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
