package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import relay.smtp.Content;
import relay.smtp.Envelope;

/** Limits of time, on a clock that the test turns, over a channel without a socket. */
class TimeoutTest {
    private static final RemoteHost HOST = new RemoteHost(
            "mx.test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 25), TlsRequirement.NONE, null);
    private static final ClientSettings SETTINGS = ClientSettings.ofDefaults("relay.test");

    private final CompletableFuture<SmtpConnection> opening = new CompletableFuture<>();
    private final Conversation conversation = new Conversation(HOST, SETTINGS, new Conversation.Opening() {
        @Override
        public void opened() {
            opening.complete(
                    new NettySmtpConnection(HOST, conversation(), channel().eventLoop(), Runnable::run, null, null));
        }

        @Override
        public void failed(SmtpFailure failure, boolean mayHelpInClear) {
            opening.completeExceptionally(failure.asException());
        }
    });
    private final EmbeddedChannel channel = new EmbeddedChannel();

    TimeoutTest() {
        channel.freezeTime();
        channel.pipeline().addLast(new SessionHandler(conversation, new TlsContexts(null), Runnable::run));
        channel.pipeline().fireChannelActive();
    }

    private Conversation conversation() {
        return conversation;
    }

    private EmbeddedChannel channel() {
        return channel;
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void waitsFiveMinutesForAGreeting() {
        pass(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(opening).isNotDone();
        pass(Duration.ofSeconds(1));
        assertFailsToOpen(new SmtpFailure(Stage.GREETING, null, "timed out after 300 s"));
    }

    @Test
    void doesNotWaitLongerForAReplyThatDripsIn() {
        for (int i = 0; i < 10; i++) {
            hear("220-still thinking\r\n");
            pass(Duration.ofSeconds(29));
        }
        assertThat(opening).isNotDone();
        pass(Duration.ofSeconds(10));
        assertFailsToOpen(new SmtpFailure(Stage.GREETING, null, "timed out after 300 s"));
    }

    @Test
    void givesEachReplyItsOwnTime() {
        pass(Duration.ofMinutes(4));
        hear("220 mx.test\r\n");
        pass(Duration.ofMinutes(4));
        assertThat(opening).isNotDone();
        pass(Duration.ofMinutes(1));
        assertFailsToOpen(new SmtpFailure(Stage.EHLO, null, "timed out after 300 s"));
    }

    @Test
    void waitsForAnIdlePeerForEver() {
        open("PIPELINING");
        pass(Duration.ofHours(20));
        assertThat(conversation.isOpen()).isTrue();
    }

    @Test
    void waitsFiveMinutesForMail() {
        CompletableFuture<TransactionResult> sending = sendOver("PIPELINING");
        pass(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(sending).isNotDone();
        pass(Duration.ofSeconds(1));
        assertFailed(sending, Stage.MAIL, "timed out after 300 s");
    }

    @Test
    void waitsFiveMinutesForEachRecipient() {
        CompletableFuture<TransactionResult> sending = sendOver("PIPELINING");
        hear("250 ok\r\n");
        pass(Duration.ofMinutes(4));
        hear("250 ok\r\n");
        pass(Duration.ofMinutes(1));
        assertThat(sending).isNotDone();
        pass(Duration.ofMinutes(4));
        assertFailed(sending, Stage.RCPT, "timed out after 300 s");
    }

    @Test
    void waitsTwoMinutesForData() {
        CompletableFuture<TransactionResult> sending = sendOver("PIPELINING");
        hear("250 ok\r\n250 ok\r\n250 ok\r\n");
        pass(Duration.ofMinutes(2).minusSeconds(1));
        assertThat(sending).isNotDone();
        pass(Duration.ofSeconds(1));
        assertFailed(sending, Stage.DATA, "timed out after 120 s");
    }

    @Test
    void waitsTenMinutesForTheAnswerToTheFinalDotAndIsInDoubtThen() {
        CompletableFuture<TransactionResult> sending = sendOver("PIPELINING");
        hear("250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n");
        pass(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(sending).isNotDone();
        pass(Duration.ofSeconds(1));
        assertFailed(sending, Stage.FINAL_DOT, "timed out after 600 s");
        assertThat(sending.join().recipients().get(0).failure().isAmbiguous()).isTrue();
    }

    @Test
    void waitsFiveSecondsAfterQuit() {
        open("PIPELINING");
        opening.join().quit();
        channel.runPendingTasks();
        assertThat(said()).isEqualTo("QUIT\r\n");
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(5));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void keepsNoTimerOnceClosed() {
        open("PIPELINING");
        assertThat(channel.close().isDone()).isTrue();
        channel.runPendingTasks();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }

    @Test
    void saysMailRecipientsAndDataInOneWrite() {
        CompletableFuture<TransactionResult> sending = sendOver("PIPELINING");
        ByteBuf first = channel.readOutbound();
        assertThat(first.toString(StandardCharsets.US_ASCII).lines())
                .containsExactly(
                        "MAIL FROM:<alice@example.com>",
                        "RCPT TO:<bob@example.org>",
                        "RCPT TO:<carol@example.org>",
                        "DATA");
        first.release();
        assertThat(sending).isNotDone();
    }

    @Test
    void saysOneCommandAtATimeWithoutPipelining() {
        CompletableFuture<TransactionResult> sending = sendOver("8BITMIME");
        assertThat(said()).isEqualTo("MAIL FROM:<alice@example.com>\r\n");
        hear("250 ok\r\n");
        assertThat(said()).isEqualTo("RCPT TO:<bob@example.org>\r\n");
        hear("250 ok\r\n");
        assertThat(said()).isEqualTo("RCPT TO:<carol@example.org>\r\n");
        hear("250 ok\r\n");
        assertThat(said()).isEqualTo("DATA\r\n");
        hear("354 go\r\n");
        assertThat(said()).isEqualTo("hi\r\n.\r\n");
        hear("250 taken\r\n");
        assertThat(sending.join().reusable()).isTrue();
    }

    @Test
    void saysRsetAheadOfTheNextMail() {
        CompletableFuture<TransactionResult> sending = sendOver("PIPELINING");
        hear("250 ok\r\n550 no\r\n550 no\r\n554 no recipients\r\n");
        assertThat(sending).isDone();
        said();
        CompletableFuture<TransactionResult> next = send();
        assertThat(next).isNotDone();
        assertThat(said()).startsWith("RSET\r\nMAIL FROM:<alice@example.com>\r\n");
    }

    @Test
    void saysOnlyADotWhereDataIsAskedForWithoutRecipients() {
        CompletableFuture<TransactionResult> sending = sendOver("PIPELINING");
        said();
        hear("250 ok\r\n550 no\r\n550 no\r\n354 go\r\n");
        assertThat(said()).isEqualTo(".\r\n");
        assertThat(sending).isNotDone();
        hear("250 taken\r\n");
        assertThat(sending.join().recipients()).noneMatch(RecipientResult::isDelivered);
        assertThat(sending.join().reusable()).isTrue();
    }

    @Test
    void endsAtAReplyToNothing() {
        open("PIPELINING");
        hear("250 ok\r\n");
        assertThat(conversation.isOpen()).isFalse();
        assertThat(channel.isOpen()).isFalse();
    }

    private void open(String extension) {
        hear("220 mx.test\r\n250-mx.test\r\n250 " + extension + "\r\n");
        assertThat(opening).isCompleted();
        said();
    }

    private CompletableFuture<TransactionResult> sendOver(String extension) {
        open(extension);
        return send();
    }

    private CompletableFuture<TransactionResult> send() {
        Envelope envelope = Envelope.of("alice@example.com", List.of("bob@example.org", "carol@example.org"));
        Content content = Content.of("hi\r\n".getBytes(StandardCharsets.US_ASCII));
        CompletableFuture<TransactionResult> sending =
                opening.join().send(new Transaction(envelope, content, () -> true));
        channel.runPendingTasks();
        return sending;
    }

    private void hear(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private String said() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf write = channel.readOutbound(); write != null; write = channel.readOutbound()) {
            all.append(write.toString(StandardCharsets.US_ASCII));
            write.release();
        }
        return all.toString();
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private void assertFailsToOpen(SmtpFailure failure) {
        assertThat(opening)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .satisfies(cause ->
                        assertThat(((SmtpFailureException) cause).failure()).isEqualTo(failure));
        assertThat(channel.isOpen()).isFalse();
    }

    private void assertFailed(CompletableFuture<TransactionResult> sending, Stage stage, String cause) {
        assertThat(sending).isDone();
        assertThat(sending.join().recipients())
                .extracting(RecipientResult::failure)
                .containsOnly(new SmtpFailure(stage, null, cause));
        assertThat(sending.join().reusable()).isFalse();
        assertThat(channel.isOpen()).isFalse();
    }
}
