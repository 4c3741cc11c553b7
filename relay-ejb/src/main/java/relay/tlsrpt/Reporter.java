package relay.tlsrpt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.GZIPOutputStream;
import relay.https.HttpsAnswer;
import relay.https.HttpsExchange;
import relay.routing.Dns;

/**
 * Writes counts down, and sends the reports of periods that have ended to where their domains want them now. Blocks, and
 * is called now and then.
 */
public final class Reporter {
    private static final Logger LOG = Logger.getLogger(Reporter.class.getName());
    private static final int HTTPS = 443;
    private static final int MOST_ANSWER = 64 * 1024;
    private static final int PERIODS_KEPT = 4;
    private static final long PATIENCE_SECONDS = 60;

    private final Identity identity;
    private final ReportPeriod period;
    private final TlsCounts counts;
    private final CountStore store;
    private final Dns dns;
    private final HttpsExchange https;
    private final Outbox outbox;
    private final Clock clock;

    public Reporter(
            Identity identity,
            ReportPeriod period,
            TlsCounts counts,
            CountStore store,
            Dns dns,
            HttpsExchange https,
            Outbox outbox,
            Clock clock) {
        this.identity = identity;
        this.period = period;
        this.counts = counts;
        this.store = store;
        this.dns = dns;
        this.https = https;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Who reports.
     *
     * @param from address that reports come from
     * @param organization name of the organisation
     * @param contact address or link
     * @param hostname of this relay
     */
    public record Identity(String from, String organization, String contact, String hostname) {}

    /** Takes reports on their way as ordinary mail. */
    @FunctionalInterface
    public interface Outbox {
        /** Why a message was not accepted, or empty. */
        Optional<String> send(String from, String to, byte[] message);
    }

    /** Writes down what was counted. */
    public void flush() {
        Map<CountedSession, Long> taken = counts.take();
        if (!taken.isEmpty()) {
            try {
                store.add(taken, clock.millis());
            } catch (SQLException e) {
                counts.giveBack(taken);
                LOG.log(Level.FINE, "event=tls-counts-not-written", e);
            }
        }
    }

    /** Sends what is due. */
    public void report() {
        long now = clock.millis();
        try {
            for (CountStore.Due due : store.ended(period.of(now))) {
                if (now >= period.dueAt(due.period(), due.domain(), identity.hostname()) && store.claim(due, now)) {
                    report(due, now);
                }
            }
            store.forget(period.of(now) - PERIODS_KEPT * period.length().toMillis());
        } catch (SQLException e) {
            LOG.log(Level.FINE, "event=tls-reports-not-read", e);
        }
    }

    private void report(CountStore.Due due, long now) throws SQLException {
        Optional<RptRecord> record = record(due.domain());
        if (record.isEmpty()) {
            return;
        }
        TlsReport report = new TlsReport(
                identity.organization(),
                identity.contact(),
                due.period() / 1000 + "." + due.domain() + "@" + identity.hostname(),
                due.domain(),
                due.period(),
                period.endOf(due.period()),
                store.counts(due));
        boolean sent = false;
        for (URI destination : record.get().destinations()) {
            sent |= send(report, destination);
        }
        if (!sent && now < period.givenUpAt(due.period())) {
            store.release(due);
        }
    }

    private Optional<RptRecord> record(String domain) {
        try {
            return RptRecord.among(dns.txt("_smtp._tls." + domain)
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .records());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    private boolean send(TlsReport report, URI destination) {
        byte[] document = compressed(report.json());
        Optional<String> failure = RptRecord.mailbox(destination)
                .map(to -> outbox.send(
                        identity.from(),
                        to,
                        new ReportMail(identity.from(), to, report, fileName(report), document).bytes()))
                .orElseGet(() -> post(destination, document));
        LOG.log(Level.INFO, "event=tls-report domain={0} to={1} outcome=\"{2}\"", new Object[] {
            report.domain(), destination, failure.orElse("sent")
        });
        return failure.isEmpty();
    }

    /** RFC 8460, section 5.1. */
    private String fileName(TlsReport report) {
        return identity.hostname() + "!" + report.domain() + "!" + report.begin() / 1000 + "!"
                + (report.end() / 1000 - 1) + ".json.gz";
    }

    private Optional<String> post(URI destination, byte[] document) {
        String path =
                destination.getRawPath() == null || destination.getRawPath().isEmpty() ? "/" : destination.getRawPath();
        HttpsExchange.Request request = new HttpsExchange.Request(
                "POST",
                destination.getHost(),
                destination.getPort() < 0 ? HTTPS : destination.getPort(),
                path + (destination.getRawQuery() == null ? "" : "?" + destination.getRawQuery()),
                "application/tlsrpt+gzip",
                document,
                MOST_ANSWER);
        try {
            HttpsAnswer answer = https.send(request).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return answer.status() / 100 == 2 ? Optional.empty() : Optional.of("HTTP status " + answer.status());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] compressed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
