package relay.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import relay.smtp.ForwardPath;
import relay.smtp.ListenerRole;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;
import relay.smtp.listener.Application;
import relay.smtp.listener.ListenerSettings;
import relay.smtp.listener.SmtpListeners;
import relay.smtp.server.SessionLimits;

/** The simulator's listener, on a loopback port of its own that the system chooses. */
public final class Simulator implements Application, AutoCloseable {
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Ok: taken by the simulator");
    private static final int SLOW_SECONDS = 5;
    /** For the fields that the relay adds to what it takes: Received, Date, Message-ID, signatures. */
    private static final long ROOM_FOR_FIELDS = 1 << 20;

    private final String hostname;
    private final Path directory;
    private final long largestMessage;
    private final Executor workers;
    private final SimulatedMailboxes mailboxes;
    private final SimulatedReports reports;
    private volatile SmtpListeners listeners;

    /**
     * A simulator, not yet started.
     *
     * @param directory for its spool
     * @param largestMessage octets of a message that the relay takes; the simulator takes whatever the relay takes
     * @param reports sends what comes back
     */
    public Simulator(
            String hostname,
            Path directory,
            long largestMessage,
            Clock clock,
            Executor workers,
            SimulatedReports reports) {
        this.hostname = hostname;
        this.directory = directory;
        this.largestMessage = largestMessage;
        this.workers = workers;
        this.mailboxes = new SimulatedMailboxes(clock);
        this.reports = reports;
    }

    /** Begins to listen. */
    public void start() {
        try {
            listeners = SmtpListeners.start(
                    ListenerSettings.ofDefaults()
                            .withBind(InetAddress.getLoopbackAddress())
                            .withPorts(Map.of(ListenerRole.TRANSFER, 0))
                            .withHostname(hostname)
                            .withDataDirectory(directory)
                            .withLimits(limits())
                            .withAdmitting(Set.of()),
                    this);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The simulator cannot listen: " + e.getMessage(), e);
        }
    }

    private SessionLimits limits() {
        SessionLimits defaults = SessionLimits.ofDefaults();
        return new SessionLimits(
                largestMessage + ROOM_FOR_FIELDS,
                defaults.mostRecipients(),
                defaults.mostMessages(),
                defaults.mostErrors(),
                defaults.mostIdleCommands(),
                defaults.mostFailedLogins(),
                defaults.longestTextLine(),
                defaults.mostDroppedOctets());
    }

    /** Where it listens; empty before it does. */
    public Optional<InetSocketAddress> address() {
        return Optional.ofNullable(listeners).map(started -> started.addresses().get(ListenerRole.TRANSFER));
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public SubmissionListener listener() {
        return mailboxes;
    }

    @Override
    public Executor workers() {
        return workers;
    }

    @Override
    public CompletableFuture<Reply> accept(Submission submission) {
        submission.content().close();
        List<Mailbox> addressed = submission.envelope().recipients().stream()
                .map(ForwardPath::address)
                .flatMap(address -> Mailbox.of(address).stream())
                .toList();
        if (!submission.envelope().hasNullReversePath()) {
            report(submission, addressed);
        }
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        return addressed.contains(Mailbox.SLOW)
                ? reply.completeOnTimeout(TAKEN, SLOW_SECONDS, TimeUnit.SECONDS)
                : CompletableFuture.completedFuture(TAKEN);
    }

    private void report(Submission submission, List<Mailbox> addressed) {
        String returnPath = submission.envelope().reversePath();
        String recipient = submission.envelope().recipients().get(0).address();
        if (addressed.contains(Mailbox.OOB)) {
            reports.bounce(returnPath, recipient);
        }
        if (addressed.contains(Mailbox.COMPLAINED)) {
            reports.complaint(returnPath, recipient);
        }
    }

    @Override
    public void close() {
        if (listeners != null) {
            listeners.close();
        }
    }
}
