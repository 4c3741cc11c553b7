package relay.start;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.https.HttpsExchange;
import relay.routing.Dns;
import relay.smtp.Account;
import relay.smtp.Content;
import relay.smtp.Envelope;
import relay.smtp.ListenerRole;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.submission.Acceptor;
import relay.tenant.Directory;
import relay.tlsrpt.CountStore;
import relay.tlsrpt.ReportPeriod;
import relay.tlsrpt.Reporter;
import relay.tlsrpt.Subscribers;
import relay.tlsrpt.TlsCounts;

/** TLS reports as the settings want them; they leave by the door that all mail comes in by. */
final class TlsReports {
    private static final Logger LOG = Logger.getLogger(TlsReports.class.getName());
    private static final String ID = "tls-reports";
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);
    private static final int ROUNDS = 20;

    private final Configuration configuration;
    private final String from;
    private final ReportPeriod period;
    private final TlsCounts counts = new TlsCounts();
    private final Dns dns;
    private final Clock clock;

    private TlsReports(Configuration configuration, String from, Dns dns, Clock clock) {
        this.configuration = configuration;
        this.from = from;
        this.dns = dns;
        this.clock = clock;
        period = new ReportPeriod(configuration.get(Settings.TLSRPT_PERIOD));
    }

    /** Empty where the settings name no address that they could come from. */
    static Optional<TlsReports> of(Configuration configuration, Dns dns, Clock clock) {
        Optional<String> from = configuration.find(Settings.TLSRPT_FROM);
        if (from.isEmpty()) {
            LOG.log(Level.INFO, "event=tls-reports-off reason=\"RELAY_TLSRPT_FROM names no address for them\"");
        }
        return from.map(address -> new TlsReports(configuration, address, dns, clock));
    }

    Subscribers subscribers() {
        return new Subscribers(dns, clock, period, counts);
    }

    /** How often counts are written and reports looked for. */
    Duration round() {
        Duration part = period.length().dividedBy(ROUNDS);
        return part.compareTo(LONGEST_ROUND) < 0 ? part : LONGEST_ROUND;
    }

    Reporter reporter(DataSource dataSource, HttpsExchange https, Acceptor acceptor, Supplier<Directory> directory) {
        String hostname = Settings.hostname(configuration);
        return new Reporter(
                new Reporter.Identity(
                        from,
                        configuration.find(Settings.TLSRPT_ORGANIZATION).orElse(hostname),
                        configuration.find(Settings.TLSRPT_CONTACT).orElse(from),
                        hostname),
                period,
                counts,
                new CountStore(dataSource),
                dns,
                https,
                (sender, to, message) -> submit(acceptor, directory.get(), hostname, to, message),
                clock);
    }

    private Optional<String> submit(
            Acceptor acceptor, Directory directory, String hostname, String to, byte[] message) {
        String domain = from.substring(from.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        Optional<String> tenant = directory.ownerOf(domain);
        if (tenant.isEmpty()) {
            return Optional.of("no tenant has verified " + domain + ", the domain of RELAY_TLSRPT_FROM, so that nobody"
                    + " could sign the report");
        }
        Account account = new Account(ID, tenant.get(), ID, null, Set.of(domain), false, "transactional", null);
        Peer peer = new Peer(ListenerRole.SUBMISSION, InetAddress.getLoopbackAddress(), 0, hostname, true, null, null);
        Reply reply = acceptor.accept(
                        List.of(new Submission(Envelope.of(from, List.of(to)), Content.of(message), peer, account)))
                .get(0);
        return reply.isPositive() ? Optional.empty() : Optional.of(reply.toString());
    }
}
