package relay.smtp.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.smtp.ListenerRole;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;
import relay.smtp.dialog.FakeRelay;
import relay.smtp.sasl.Passwords;
import relay.smtp.server.AdmissionMemory;
import relay.smtp.server.Availability;
import relay.smtp.server.LoginThrottle;
import relay.smtp.server.SessionLimits;
import relay.smtp.server.SessionServices;

/** Peers that keep a connection and do not get on, on a clock that is moved by hand. */
class SlowPeerTest {
    @TempDir
    Path data;

    private final MockTicker clock = Ticker.newMockTicker();
    private final CompletableFuture<Reply> pendingReply = new CompletableFuture<>();
    private Spool spool;
    private EmbeddedChannel channel;

    @BeforeEach
    void connect() throws IOException, GeneralSecurityException {
        ListenerSettings settings = ListenerSettings.ofDefaults().withDataDirectory(data);
        spool = Spool.in(data.resolve("spool"), settings.storage());
        ConnectionServices services = new ConnectionServices(
                settings,
                sessions(),
                new Inline(),
                new ServerTls(settings, clock::nanoTime),
                new ConnectionCount(settings.access()),
                clock::nanoTime);
        channel = EmbeddedChannel.builder()
                .ticker(clock)
                .handlers(new SessionHandler(
                        services,
                        ListenerRole.TRANSFER,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000)))
                .build();
        assertThat(said()).startsWith("220 ");
    }

    @AfterEach
    void disconnect() throws IOException {
        channel.finishAndReleaseAll();
        spool.close();
    }

    @Test
    void waitsFiveMinutesForACommand() {
        pass(Duration.ofSeconds(290));
        assertThat(said()).isEmpty();
        send("NOOP\r\n");
        assertThat(said()).startsWith("250 ");
        pass(Duration.ofSeconds(290));
        assertThat(said()).isEmpty();
        pass(Duration.ofSeconds(20));
        assertThat(said()).startsWith("421 4.4.2 ");
    }

    @Test
    void cutsOffACommandThatDripsIn() {
        for (int second = 0; second < 290; second++) {
            send("x");
            pass(Duration.ofSeconds(1));
        }
        assertThat(said()).isEmpty();
        for (int second = 0; second < 20; second++) {
            send("x");
            pass(Duration.ofSeconds(1));
        }
        assertThat(said()).startsWith("421 4.4.2 ");
    }

    @Test
    void cutsOffATextThatDripsIn() {
        beginText();
        for (int second = 0; second < 310; second++) {
            send("x");
            pass(Duration.ofSeconds(1));
        }
        assertThat(said()).startsWith("421 4.4.2 ");
        assertThat(spool.budget().used()).isZero();
    }

    @Test
    void bearsATextThatIsSlowButGetsOn() {
        beginText();
        for (int minute = 0; minute < 50; minute++) {
            send("0123456789".repeat(900) + "\r\n");
            pass(Duration.ofMinutes(1));
        }
        assertThat(said()).isEmpty();
    }

    @Test
    void endsAMessageThatTakesAnHour() {
        beginText();
        for (int minute = 0; minute < 61; minute++) {
            send("0123456789".repeat(900) + "\r\n");
            pass(Duration.ofMinutes(1));
        }
        assertThat(said()).startsWith("421 4.4.2 ");
    }

    @Test
    void countsAllChunksAsOneMessage() {
        send("HELO x\r\nMAIL FROM:<a@client.example>\r\nRCPT TO:<joe@example.org>\r\n");
        said();
        for (int minute = 0; minute < 61; minute++) {
            send("BDAT 3\r\na\r\n");
            pass(Duration.ofMinutes(1));
        }
        assertThat(said()).endsWith("421 4.4.2 Timeout, closing the connection\r\n");
    }

    @Test
    void doesNotCountTheTimeThatTheRelayTakesItself() {
        beginText();
        send("Hello\r\n.\r\n");
        pass(Duration.ofMinutes(30));
        assertThat(said()).isEmpty();
        pendingReply.complete(Reply.of(250, "2.0.0", "Ok"));
        channel.runPendingTasks();
        assertThat(said()).startsWith("250 2.0.0");
        pass(Duration.ofMinutes(4));
        assertThat(said()).isEmpty();
    }

    @Test
    void readsNothingWhileAnAnswerIsAwaited() {
        beginText();
        assertThat(channel.config().isAutoRead()).isTrue();
        send("Hello\r\n.\r\n");
        assertThat(channel.config().isAutoRead()).isFalse();
        pendingReply.complete(Reply.of(250, "2.0.0", "Ok"));
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void withdrawsAMessageWhosePeerHasGone() {
        beginText();
        send("Hello\r\n.\r\n");
        channel.close().syncUninterruptibly();
        channel.runPendingTasks();
        assertThat(pendingReply).isCancelled();
    }

    private void beginText() {
        send("HELO x\r\nMAIL FROM:<a@client.example>\r\nRCPT TO:<joe@example.org>\r\nDATA\r\n");
        assertThat(said()).contains("354 ");
    }

    private void send(String text) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
            channel.runPendingTasks();
        }
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private String said() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(US_ASCII));
            out.release();
        }
        return all.toString();
    }

    private SessionServices sessions() {
        return new SessionServices(
                "relay.example",
                SessionLimits.ofDefaults(),
                Set.of(),
                new Availability() {
                    @Override
                    public boolean acceptingSessions() {
                        return true;
                    }

                    @Override
                    public boolean acceptingMail() {
                        return true;
                    }
                },
                new AdmissionMemory(Duration.ofSeconds(5), clock::nanoTime),
                new LoginThrottle(3, Duration.ofSeconds(1), Duration.ofMinutes(1), clock::nanoTime),
                new Passwords(new byte[32], Duration.ofMinutes(1), 100, clock::nanoTime),
                spool);
    }

    private final class Inline implements Application {
        private final FakeRelay relay = new FakeRelay();

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public SubmissionListener listener() {
            return relay;
        }

        @Override
        public Executor workers() {
            return Runnable::run;
        }

        @Override
        public CompletableFuture<Reply> accept(Submission submission) {
            submission.content().close();
            return pendingReply;
        }
    }
}
