package relay.simulator;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.message.MailDate;
import relay.smtp.Content;
import relay.smtp.Envelope;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.SmtpClient;
import relay.smtp.client.TlsRequirement;
import relay.smtp.client.Transaction;

/** What comes back from a simulated mailbox, sent to our own transfer listener as any remote host would. */
public final class SimulatedReports {
    private static final Logger LOG = Logger.getLogger(SimulatedReports.class.getName());
    private static final String BOUNDARY = "simulated-report";

    private final SmtpClient client;
    private final Clock clock;
    private final Supplier<Optional<InetSocketAddress>> transferListener;

    public SimulatedReports(SmtpClient client, Clock clock, Supplier<Optional<InetSocketAddress>> transferListener) {
        this.client = client;
        this.clock = clock;
        this.transferListener = transferListener;
    }

    /** A DSN that says the recipient does not exist after all (RFC 3464). */
    void bounce(String returnPath, String recipient) {
        send(
                returnPath,
                "Undelivered Mail Returned to Sender",
                "multipart/report; report-type=delivery-status; boundary=\"" + BOUNDARY + '"',
                part("text/plain", "The message could not be delivered after all.")
                        + part(
                                "message/delivery-status",
                                "Reporting-MTA: dns; simulator.test\r\n\r\nFinal-Recipient: rfc822; " + recipient
                                        + "\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                                        + "Diagnostic-Code: smtp; 550 5.1.1 The simulated mailbox does not exist"));
    }

    /** An abuse report (RFC 5965). */
    void complaint(String returnPath, String recipient) {
        send(
                returnPath,
                "Abuse report",
                "multipart/report; report-type=feedback-report; boundary=\"" + BOUNDARY + '"',
                part("text/plain", "This is an abuse report for a message.")
                        + part(
                                "message/feedback-report",
                                "Feedback-Type: abuse\r\nUser-Agent: Relay-Simulator/1\r\nVersion: 1\r\n"
                                        + "Original-Rcpt-To: " + recipient));
    }

    private static String part(String type, String text) {
        return "--" + BOUNDARY + "\r\nContent-Type: " + type + "\r\n\r\n" + text + "\r\n";
    }

    private void send(String to, String subject, String contentType, String parts) {
        String message = "From: Mail Delivery System <mailer-daemon@simulator.test>\r\nTo: " + to + "\r\nSubject: "
                + subject + "\r\nDate: " + MailDate.format(clock.instant())
                + "\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: " + contentType + "\r\n\r\n"
                + parts + "--" + BOUNDARY + "--\r\n";
        transferListener
                .get()
                .ifPresent(address -> deliver(address, to, Content.of(message.getBytes(StandardCharsets.US_ASCII))));
    }

    private void deliver(InetSocketAddress address, String to, Content content) {
        RemoteHost host = new RemoteHost("localhost", address, TlsRequirement.NONE, null);
        CompletableFuture<Void> delivery = client.connect(host)
                .thenCompose(connection -> connection
                        .send(new Transaction(Envelope.of("", List.of(to)), content, () -> true))
                        .thenAccept(result -> {
                            connection.quit();
                            LOG.log(Level.FINE, "event=simulated-report result={0}", result);
                        }));
        var unused = delivery.exceptionally(failure -> {
            LOG.log(Level.FINE, "event=simulated-report-failed", failure);
            return null;
        });
    }
}
