package relay.smtp.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import relay.bench.SampleMail;
import relay.bench.Timed;
import relay.smtp.ListenerRole;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.sasl.Passwords;
import relay.smtp.server.Action;
import relay.smtp.server.AdmissionMemory;
import relay.smtp.server.Availability;
import relay.smtp.server.Conversation;
import relay.smtp.server.LoginThrottle;
import relay.smtp.server.Session;
import relay.smtp.server.SessionLimits;
import relay.smtp.server.SessionServices;

/** A pipelined transaction of 4 KiB, from its bytes to the submission that the session hands over: no socket, no TLS. */
public class SessionBenchmark extends Timed {
    private static final int OCTETS = 4096;
    private static final String ENVELOPE =
            "MAIL FROM:<orders@sender.example> SIZE=" + OCTETS + "\r\nRCPT TO:<joe@example.com>\r\n";
    private static final Reply ACCEPTED = Reply.of(250, "2.0.0", "Ok: queued as " + SampleMail.QUEUE_ID);

    private final String message = new String(SampleMail.message(OCTETS), US_ASCII);
    private final ByteBuf data = bytes(ENVELOPE + "DATA\r\n");
    private final ByteBuf text = bytes(message + ".\r\n");
    private final ByteBuf chunk = bytes(ENVELOPE + "BDAT " + OCTETS + " LAST\r\n" + message);
    private Path directory;
    private Spool spool;
    private Conversation conversation;

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(US_ASCII));
    }

    @Setup
    public void connect() throws IOException {
        directory = Files.createTempDirectory("relay-bench");
        spool = Spool.in(directory, StorageLimits.ofDefaults());
        Session session = new Session(
                services(spool),
                ListenerRole.SUBMISSION,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000));
        conversation = new Conversation(session, SessionBenchmark::heed);
        conversation.apply(session.open());
        if (conversation.action() instanceof Action.Ask<?> ask) {
            conversation.apply(ask.put(new Admitting()).get());
        }
        feed(bytes("EHLO client.example\r\n"));
    }

    @TearDown
    public void disconnect() throws IOException {
        conversation.close();
        spool.close();
        Files.delete(directory);
    }

    @Benchmark
    public Submission byData() {
        feed(data);
        return submitted(feed(text));
    }

    @Benchmark
    public Submission byChunk() {
        return submitted(feed(chunk));
    }

    private Action feed(ByteBuf in) {
        return conversation.advance(in.readerIndex(0));
    }

    private Submission submitted(Action action) {
        if (action instanceof Action.Submit submit) {
            submit.submission().content().close();
            conversation.apply(submit.then().apply(ACCEPTED));
            return submit.submission();
        }
        throw new IllegalStateException("The session wants " + action);
    }

    private static void heed(Reply reply) {
        if (reply.code() >= 400) {
            throw new IllegalStateException("The session said " + reply);
        }
    }

    private static SessionServices services(Spool spool) {
        return new SessionServices(
                "relay.example",
                limits(),
                Set.of(ListenerRole.SUBMISSION),
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
                new AdmissionMemory(Duration.ofSeconds(5), () -> 0),
                new LoginThrottle(3, Duration.ofSeconds(1), Duration.ofMinutes(1), () -> 0),
                new Passwords(new byte[32], Duration.ofMinutes(1), 100, () -> 0),
                spool);
    }

    /** One session without end. */
    private static SessionLimits limits() {
        SessionLimits defaults = SessionLimits.ofDefaults();
        return new SessionLimits(
                defaults.largestMessage(),
                defaults.mostRecipients(),
                Integer.MAX_VALUE,
                defaults.mostErrors(),
                defaults.mostIdleCommands(),
                defaults.mostFailedLogins(),
                defaults.longestTextLine(),
                defaults.mostDroppedOctets());
    }
}
