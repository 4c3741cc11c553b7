package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.smtp.testing.MxMoment.CONTENT;
import static relay.smtp.testing.MxMoment.DATA;
import static relay.smtp.testing.MxMoment.FINAL_DOT;
import static relay.smtp.testing.MxMoment.RCPT;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.smtp.Content;
import relay.smtp.Envelope;
import relay.smtp.Reply;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;

/** The content and its final dot. */
class ContentDialogTest extends ClientScenario {
    /** More than the buffers of both ends of a loopback connection hold. */
    private static final int HUGE = 25_000_000;

    @Test
    void deliversEveryByte() throws Exception {
        use(settings().withBlockSize(1024));
        start(ScriptedMx.script());
        SmtpConnection connection = connection();
        for (int seed = 0; seed < 60; seed++) {
            byte[] bytes = randomLines(new Random(seed));
            assertDelivered(send(connection, message(Content.of(bytes), "bob@example.org")));
            assertThat(mx.messages().get(seed).content()).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    /** Lines of dots and bytes of all kinds, from none to a few blocks of them. */
    private static byte[] randomLines(Random random) {
        StringBuilder lines = new StringBuilder();
        int size = random.nextInt(4096);
        while (lines.length() < size) {
            lines.append(".".repeat(random.nextInt(3)));
            random.ints(random.nextInt(60), 14, 256).forEach(c -> lines.append((char) c));
            lines.append("\r\n");
        }
        return lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void endsTheLastLine() throws Exception {
        start(ScriptedMx.script());
        assertDelivered(send(connection(), message(content("Subject: x\r\n\r\n.no end"), "bob@example.org")));
        assertThat(received().text()).isEqualTo("Subject: x\r\n\r\n.no end\r\n");
    }

    @Test
    void deliversAnEmptyContent() throws Exception {
        start(ScriptedMx.script());
        assertDelivered(send(connection(), message(content(""), "bob@example.org")));
        assertThat(received().size()).isZero();
    }

    @Test
    void streamsAHugeContent() throws Exception {
        start(ScriptedMx.script().keepingNoContent());
        assertDelivered(send(connection(), message(new Lines(HUGE), "bob@example.org")));
        assertThat(received().size()).isEqualTo(HUGE);
    }

    @Test
    void streamsAHugeContentOverTls() throws Exception {
        start(ScriptedMx.script().keepingNoContent().withStartTls(AUTHORITY.certificateFor("mx.test")));
        SmtpConnection connection = connection(host(TlsRequirement.VERIFIED));
        assertDelivered(send(connection, message(new Lines(HUGE), "bob@example.org")));
        assertThat(received().size()).isEqualTo(HUGE);
    }

    @Test
    void refusesBareLineEndsBeforeItSaysAnything() throws Exception {
        start(ScriptedMx.script());
        SmtpConnection connection = connection();
        TransactionResult result = send(connection, message(content("a\r\n\n.\r\nb\r\n"), "bob@example.org"));
        assertFailed(result.recipients().get(0), Stage.CONTENT, bareLineEnd());
        assertThat(result.reusable()).isTrue();
        assertThat(mx.session(1).commands()).containsExactly("EHLO relay.test");
    }

    @Test
    void dropsAStreamWithBareLineEnds() throws Exception {
        use(settings().withBlockSize(1024));
        start(ScriptedMx.script());
        String text = "x".repeat(70) + "\r\n";
        Content smuggled = content(text.repeat(100) + "\n.\r\nMAIL FROM:<>\r\n" + text.repeat(100));
        TransactionResult result = send(connection(), message(smuggled, "bob@example.org"));
        assertFailed(result.recipients().get(0), Stage.CONTENT, bareLineEnd());
        assertThat(result.reusable()).isFalse();
        mx.session(1).awaitEnd();
        assertThat(mx.messages()).isEmpty();
    }

    private static Reply bareLineEnd() {
        return Reply.of(554, "5.6.0", "the content has a CR or LF that is no line end");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200_000})
    void sendsNoFinalDotWithoutALease(int size) throws Exception {
        start(ScriptedMx.script());
        SmtpConnection connection = connection();
        Transaction late =
                new Transaction(Envelope.of("a@b", List.of("bob@example.org")), new Lines(size), () -> false);
        TransactionResult result = send(connection, late);
        assertFailed(result.recipients().get(0), Stage.CONTENT, "lease has run out");
        assertThat(result.reusable()).isFalse();
        assertThat(connection.isOpen()).isFalse();
        mx.session(1).awaitEnd();
        assertThat(mx.messages()).isEmpty();
    }

    @Test
    void asksForTheLeaseOnlyWhenAllElseIsSent() throws Exception {
        start(ScriptedMx.script());
        AtomicInteger read = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        Lines lines = new Lines(500_000) {
            @Override
            public InputStream open() {
                return new CountingStream(super.open(), read);
            }
        };
        Transaction transaction = new Transaction(Envelope.of("a@b", List.of("bob@example.org")), lines, () -> {
            asked.set(read.get());
            return true;
        });
        assertDelivered(send(connection(), transaction));
        assertThat(asked.get()).isEqualTo(500_000);
    }

    @Test
    void sendsNoFinalDotWhereTheLeaseCannotBeAsked() throws Exception {
        start(ScriptedMx.script());
        Transaction broken = new Transaction(Envelope.of("a@b", List.of("bob@example.org")), content(TEXT), () -> {
            throw new IllegalStateException("no database");
        });
        assertFailed(send(connection(), broken).recipients().get(0), Stage.CONTENT, "lease has run out");
    }

    @Test
    void reportsAPeerThatClosesInTheMiddle() throws Exception {
        start(ScriptedMx.script().on(CONTENT).afterBytes(10_000).drop());
        SmtpFailure failure = send(connection(), message(new Lines(HUGE), "bob@example.org"))
                .recipients()
                .get(0)
                .failure();
        assertThat(failure.stage()).isEqualTo(Stage.CONTENT);
        assertThat(failure.reply()).isNull();
        assertThat(failure.isAmbiguous()).isFalse();
    }

    @Test
    void reportsAPeerThatResetsInTheMiddle() throws Exception {
        start(ScriptedMx.script().on(CONTENT).afterBytes(10_000).reset());
        SmtpFailure failure = send(connection(), message(new Lines(HUGE), "bob@example.org"))
                .recipients()
                .get(0)
                .failure();
        assertThat(failure.stage()).isEqualTo(Stage.CONTENT);
        assertThat(failure.isAmbiguous()).isFalse();
    }

    @Test
    void reportsAnEarlyRefusal() throws Exception {
        start(ScriptedMx.script().on(CONTENT).afterBytes(100_000).replyAndDrop("552 5.3.4 message too large"));
        TransactionResult result = send(connection(), message(new Lines(HUGE), "bob@example.org"));
        assertFailed(result.recipients().get(0), Stage.CONTENT, Reply.of(552, "5.3.4", "message too large"));
        assertThat(result.reusable()).isFalse();
    }

    @Test
    void reportsAnEarlyRefusalOverTls() throws Exception {
        start(ScriptedMx.script()
                .withStartTls(AUTHORITY.certificateFor("mx.test"))
                .on(CONTENT)
                .afterBytes(100_000)
                .replyAndHalfClose("552 5.3.4 message too large"));
        SmtpConnection connection = connection(host(TlsRequirement.ENCRYPTED));
        TransactionResult result = send(connection, message(new Lines(HUGE), "bob@example.org"));
        assertFailed(result.recipients().get(0), Stage.CONTENT, Reply.of(552, "5.3.4", "message too large"));
    }

    @Test
    void believesNoEarlyAcceptance() throws Exception {
        start(ScriptedMx.script().on(CONTENT).afterBytes(10_000).replyAndHalfClose("250 2.0.0 lovely"));
        assertFailed(
                send(connection(), message(new Lines(HUGE), "bob@example.org"))
                        .recipients()
                        .get(0),
                Stage.CONTENT,
                "unexpected reply: 250 2.0.0 lovely");
    }

    @Test
    void isInDoubtWhereThePeerClosesAfterTheFinalDot() throws Exception {
        start(ScriptedMx.script().on(FINAL_DOT).takeAndDrop());
        SmtpFailure failure = sendToBob(connection()).failure();
        assertThat(failure).isEqualTo(new SmtpFailure(Stage.FINAL_DOT, null, "connection closed by peer"));
        assertThat(failure.isAmbiguous()).isTrue();
        assertThat(mx.messages()).hasSize(1);
    }

    @Test
    void isInDoubtWhereTheAnswerToTheFinalDotMakesNoSense() throws Exception {
        start(ScriptedMx.script().on(FINAL_DOT).reply("354 more"));
        assertThat(sendToBob(connection()).failure().isAmbiguous()).isTrue();
    }

    @Test
    void reportsARefusalOfTheContent() throws Exception {
        start(ScriptedMx.script()
                .on(RCPT)
                .of("bob@example.org")
                .reply("550 5.1.1 no such user")
                .on(FINAL_DOT)
                .once()
                .reply("554 5.7.1 looks like spam"));
        SmtpConnection connection = connection();
        TransactionResult result = send(connection, message("bob@example.org", "carol@example.org"));
        assertFailed(result.recipients().get(0), Stage.RCPT, Reply.of(550, "5.1.1", "no such user"));
        assertFailed(result.recipients().get(1), Stage.FINAL_DOT, Reply.of(554, "5.7.1", "looks like spam"));
        assertThat(result.recipients().get(1).failure().isAmbiguous()).isFalse();
        assertThat(result.reusable()).isTrue();
        assertDelivered(send(connection, message("carol@example.org")));
        assertThat(mx.session(1).commands()).doesNotContain("RSET");
    }

    @Test
    void reports421AtTheFinalDot() throws Exception {
        start(ScriptedMx.script().on(FINAL_DOT).replyAndDrop("421 4.3.2 shutting down"));
        TransactionResult result = send(connection(), message("bob@example.org"));
        assertFailed(result.recipients().get(0), Stage.FINAL_DOT, Reply.of(421, "4.3.2", "shutting down"));
        assertThat(result.reusable()).isFalse();
    }

    @Test
    void takesAnAnswerThatIsHalfClosedAtOnce() throws Exception {
        start(ScriptedMx.script().on(FINAL_DOT).replyAndHalfClose("250 2.0.0 taken, bye"));
        assertThat(sendToBob(connection()).delivered()).isEqualTo(Reply.of(250, "2.0.0", "taken, bye"));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200_000})
    void sendsNoContentThatIsShorterThanItSays(int size) throws Exception {
        start(ScriptedMx.script());
        Lines torn = new Lines(size) {
            @Override
            public long size() {
                return size + 2L;
            }
        };
        assertFailed(
                send(connection(), message(torn, "bob@example.org"))
                        .recipients()
                        .get(0),
                Stage.CONTENT,
                "content could not be read: ended after " + size + " of " + (size + 2) + " bytes");
        mx.session(1);
        assertThat(mx.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200_000})
    void reportsAContentThatCannotBeRead(int size) throws Exception {
        start(ScriptedMx.script());
        Lines gone = new Lines(size) {
            @Override
            public InputStream open() {
                throw new IllegalStateException("no such row");
            }
        };
        TransactionResult result = send(connection(), message(gone, "bob@example.org"));
        assertFailed(result.recipients().get(0), Stage.CONTENT, "content could not be read: no such row");
        // nothing was said for a small content, but DATA for a large one
        assertThat(result.reusable()).isEqualTo(size == 100);
    }

    @Test
    void reportsThatNoWorkerIsFree() throws Exception {
        client.close();
        client = new NettySmtpClient(
                settings(),
                work -> {
                    throw new RejectedExecutionException();
                },
                null);
        start(ScriptedMx.script());
        assertFailed(
                send(connection(), message(new Lines(200_000), "bob@example.org"))
                        .recipients()
                        .get(0),
                Stage.CONTENT,
                "content could not be read: no worker is free");
    }

    @Test
    void closesTheStreamAfterDelivery() throws Exception {
        start(ScriptedMx.script());
        Lines lines = new Lines(200_000);
        assertDelivered(send(connection(), message(lines, "bob@example.org")));
        within(lines.closed);
    }

    @Test
    void closesTheStreamAfterAFailure() throws Exception {
        start(ScriptedMx.script().on(CONTENT).afterBytes(100_000).drop());
        Lines lines = new Lines(HUGE);
        send(connection(), message(lines, "bob@example.org"));
        within(lines.closed);
    }

    @Test
    void opensNoStreamWhereDataIsRefused() throws Exception {
        start(ScriptedMx.script().on(DATA).reply("451 4.3.0 not now"));
        Lines lines = new Lines(200_000);
        send(connection(), message(lines, "bob@example.org"));
        assertThat(lines.opened.get()).isZero();
    }

    @Test
    void readsASmallContentAsideForACallerOnTheEventLoop() throws Exception {
        start(ScriptedMx.script());
        CompletableFuture<String> reader = new CompletableFuture<>();
        Lines lines = new Lines(100) {
            @Override
            public InputStream open() {
                reader.complete(Thread.currentThread().getName());
                return super.open();
            }
        };
        SmtpConnection connection = connection();
        TransactionResult second = within(connection
                .send(message("bob@example.org"))
                .thenCompose(first -> connection.send(message(lines, "bob@example.org"))));
        assertDelivered(second);
        assertThat(within(reader)).doesNotContain("relay-smtp-client");
    }

    @Test
    void givesUpOnAPeerThatDoesNotReadTheContent() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        ClientSettings.Timeouts blockBound = new ClientSettings.Timeouts(
                minute, minute, minute, minute, minute, minute, minute, minute, Duration.ofMillis(300), minute, minute);
        use(settings().withTimeouts(blockBound));
        CountDownLatch never = new CountDownLatch(1);
        start(ScriptedMx.script().on(CONTENT).waitFor(never));
        RecipientResult result = send(connection(), message(new Lines(HUGE), "bob@example.org"))
                .recipients()
                .get(0);
        assertFailed(result, Stage.CONTENT, "timed out after 300 ms");
        never.countDown();
        mx.session(1).awaitEnd();
        assertThat(mx.messages()).isEmpty();
    }

    @Test
    void keepsMessagesApart() throws Exception {
        start(ScriptedMx.script());
        SmtpConnection connection = connection();
        for (int i = 0; i < 20; i++) {
            assertDelivered(send(connection, message(content("Subject: " + i + "\r\n"), "user" + i + "@example.org")));
        }
        List<ReceivedMessage> all = mx.awaitMessages(20, PATIENCE);
        for (int i = 0; i < 20; i++) {
            assertThat(all.get(i).text()).isEqualTo("Subject: " + i + "\r\n");
            assertThat(all.get(i).recipients()).containsExactly("user" + i + "@example.org");
        }
        assertThat(mx.sessions()).hasSize(1);
    }

    /** So many bytes of lines, made while they are read. */
    private static class Lines implements Content {
        private final int size;
        final CompletableFuture<Void> closed = new CompletableFuture<>();
        final AtomicInteger opened = new AtomicInteger();

        Lines(int size) {
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public InputStream open() {
            opened.incrementAndGet();
            byte[] bytes = "x".repeat(98).concat("\r\n").repeat(size / 100).getBytes(StandardCharsets.US_ASCII);
            return new ByteArrayInputStream(Arrays.copyOf(bytes, size)) {
                @Override
                public void close() throws IOException {
                    super.close();
                    closed.complete(null);
                }
            };
        }

        @Override
        public void close() {}
    }

    private static final class CountingStream extends FilterInputStream {
        private final AtomicInteger read;

        CountingStream(InputStream in, AtomicInteger read) {
            super(in);
            this.read = read;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int n = super.read(buffer, from, length);
            read.addAndGet(Math.max(0, n));
            return n;
        }
    }
}
