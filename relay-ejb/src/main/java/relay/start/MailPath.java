package relay.start;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import relay.broker.BrokerConnections;
import relay.configuration.Configuration;
import relay.configuration.Setting;
import relay.configuration.Settings;
import relay.content.ContentStore;
import relay.dane.DaneFinder;
import relay.dane.DnssecClient;
import relay.database.Database;
import relay.delivery.BoundedTakeUp;
import relay.delivery.Connector;
import relay.delivery.Delivery;
import relay.delivery.DeliveryEngine;
import relay.delivery.EngineSettings;
import relay.delivery.FreshMail;
import relay.delivery.LateFailures;
import relay.delivery.NodeRun;
import relay.delivery.OutcomeRecorder;
import relay.delivery.OutcomeRules;
import relay.delivery.Prepared;
import relay.delivery.RetrySchedules;
import relay.delivery.SenderNotices;
import relay.delivery.WaitingMail;
import relay.egress.EgressReader;
import relay.egress.EgressStore;
import relay.egress.WarmUpStore;
import relay.https.HttpsExchange;
import relay.idempotency.IdempotencyKeys;
import relay.jca.ListenerStatus;
import relay.ledger.Ledger;
import relay.ledger.RecordedMessages;
import relay.ledger.SendingJournal;
import relay.message.HeaderLimits;
import relay.metrics.EngineGauges;
import relay.metrics.Metrics;
import relay.mtasts.HttpsPolicyHost;
import relay.mtasts.StsPolicies;
import relay.mtasts.StsStore;
import relay.policy.TenantLimits;
import relay.queue.QueueIds;
import relay.report.Reports;
import relay.report.ReturnPath;
import relay.routing.Dns;
import relay.routing.DnsClient;
import relay.routing.MxResolver;
import relay.routing.PermittedHosts;
import relay.routing.Router;
import relay.routing.Smarthost;
import relay.secret.SecretBox;
import relay.secret.SecretKeyFile;
import relay.shaping.ShapingFiles;
import relay.simulator.SimulatedReports;
import relay.simulator.Simulator;
import relay.smtp.ListenerRole;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.client.SmtpClient;
import relay.steering.QueueActions;
import relay.steering.QueueCounts;
import relay.steering.Steering;
import relay.submission.AcceptedQueue;
import relay.submission.Acceptor;
import relay.submission.HeaderFixUps;
import relay.submission.KeyedSubmissions;
import relay.submission.PostmasterMail;
import relay.submission.Recording;
import relay.submission.Setbacks;
import relay.submission.SubmissionRules;
import relay.submission.Unrecorded;
import relay.tenant.DirectoryReader;
import relay.tlsrpt.Reporter;
import relay.tlsrpt.SessionCounts;
import relay.tlsrpt.Subscribers;
import relay.transport.TransportSecurity;

/** The parts between a submission and its outcome, wired together. Plain Java: a container only starts and stops it. */
final class MailPath implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MailPath.class.getName());
    private static final int WORKERS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    private static final long WORKER_IDLE_SECONDS = 60;
    private static final long END_SECONDS = 5;
    private static final long DIRECTORY_SECONDS = 1;
    private static final long HEARTBEAT_SECONDS = 10;
    private static final long SHAPING_SECONDS = 2;

    private final Clock clock = Clock.systemUTC();
    private final QueueIds ids = new QueueIds(clock);
    private final Configuration configuration;
    private final SecretBox secrets;
    private final ScheduledExecutorService loop;
    private final ScheduledExecutorService housekeeping;
    private final ScheduledExecutorService reporting;
    private final ExecutorService workers;
    private final DirectoryReader directory;
    private final Metrics metrics = new Metrics();
    private final TenantLimits limits = new TenantLimits(clock);
    private final SendingJournal sendings;
    private final RecordedMessages recorded;
    private final Ledger ledger;
    private final ContentStore contents;
    private final Dns dns;
    private final SmtpClient client;
    private final Simulator simulator;
    private final DeliveryEngine engine;
    private final AcceptedQueue acceptedQueue;
    private final KeyedSubmissions keyed;
    private final LateFailures lateFailures;
    private final Reports reports;
    private final PostmasterMail postmaster;
    private final Acceptor acceptor;
    private final Recording recording;
    private final Setbacks setbacks;
    private final NodeRun nodeRun;
    private final ShapingFiles shaping;
    private final Steering steering;
    private final QueueActions queueActions;
    private final QueueCounts queueCounts;
    private final Router router;
    private final WarmUpStore warmUps;
    private final EgressStore egressStore;
    private final EgressReader egress;
    private final HttpsExchange https;
    private final Optional<StsPolicies> stsPolicies;
    private final Optional<TlsReports> tlsReports;
    private final Optional<Reporter> reporter;

    MailPath(
            Configuration configuration,
            Database database,
            DataSource dataSource,
            ThreadFactory threads,
            Function<Delivery, Prepared> takeUp) {
        this.configuration = configuration;
        String hostname = Settings.hostname(configuration);
        secrets = SecretKeyFile.open(configuration);
        loop = new ScheduledThreadPoolExecutor(1, named("relay-engine", threads));
        housekeeping = new ScheduledThreadPoolExecutor(1, named("relay-housekeeping", threads));
        reporting = new ScheduledThreadPoolExecutor(1, named("relay-reporting", threads));
        workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                WORKER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named("relay-worker", threads));

        directory = new DirectoryReader(
                database,
                secrets,
                !configuration.get(Settings.REQUIRE_VERIFIED_DOMAIN),
                configuration.get(Settings.DKIM_ALGORITHMS));
        recorded = new RecordedMessages(dataSource);
        String run = ids.next();
        acceptedQueue = new AcceptedQueue(run);
        sendings = new SendingJournal(configuration.get(Settings.DATA_DIR).resolve("sending"), run, threads);
        ledger = new Ledger(database, threads, new FreshMail(metrics, this::deliver), sendings);
        contents = new ContentStore(dataSource, database, clock);
        dns = new DnsClient(configuration.find(Settings.DNS).orElse(List.of()));
        client = SmtpClients.open(configuration, hostname, workers);
        simulator = new Simulator(
                hostname,
                configuration.get(Settings.DATA_DIR).resolve("simulator"),
                configuration.get(Settings.MAX_MESSAGE_SIZE),
                clock,
                workers,
                new SimulatedReports(client, clock, MailPath::transferListener));
        nodeRun = new NodeRun(
                database,
                run,
                hostname,
                configuration.get(Settings.CLAIM_LEASE),
                configuration.get(Settings.DATA_DIR),
                clock,
                ids,
                sendings);

        SenderNotices notices = new SenderNotices(
                hostname,
                contents,
                ids,
                configuration.get(Settings.RETRY_LIFETIME),
                configuration.get(Settings.DELAY_NOTICE_AFTER));
        OutcomeRecorder recorder = new OutcomeRecorder(
                new OutcomeRules(RetrySchedules.of(configuration), ThreadLocalRandom.current()::nextDouble),
                ledger,
                ids,
                clock,
                workers,
                notices,
                contents,
                !configuration.get(Settings.CONTENT_RETENTION).isZero());
        shaping = ShapingFiles.of(configuration);
        int port = configuration.get(Settings.MX_PORT);
        PermittedHosts permitted = new PermittedHosts(PermittedHosts.networks(configuration), MailPath::isOurs);
        https = new HttpsExchange(dns, permitted::permits, TrustedAuthorities.context(configuration), threads);
        stsPolicies = on(Settings.MTA_STS)
                .map(on -> new StsPolicies(
                        dns,
                        new HttpsPolicyHost(https, configuration.get(Settings.MTA_STS_PORT)),
                        new StsStore(dataSource),
                        clock,
                        workers));
        tlsReports = TlsReports.of(configuration, dns, clock);
        Optional<Subscribers> subscribers = tlsReports.map(TlsReports::subscribers);
        Optional<DaneFinder> dane = on(Settings.DANE)
                .map(on -> new DaneFinder(
                        new DnssecClient(
                                configuration.find(Settings.DNS).orElse(List.of()),
                                configuration.find(Settings.DNSSEC_ANCHORS),
                                clock,
                                workers),
                        port));
        router = new Router(
                new MxResolver(dns, port, new Random()),
                Smarthost.of(configuration),
                this::simulatorAddress,
                port,
                permitted,
                new TransportSecurity(dane, stsPolicies, subscribers));
        WaitingMail waitingMail = new WaitingMail(dataSource);
        warmUps = new WarmUpStore(database);
        engine = new DeliveryEngine(
                EngineSettings.of(configuration),
                clock,
                nodeRun.id(),
                loop,
                workers,
                router,
                shaping.rules(),
                tenantId -> 1,
                new Connector(client, new SessionCounts(subscribers.orElse(null))),
                ledger,
                waitingMail,
                new BoundedTakeUp(takeUp, database::answers),
                recorder,
                warmUps);
        egressStore = new EgressStore(database);
        egress = new EgressReader(egressStore, secrets, engine::leaveBy);
        keyed = new KeyedSubmissions(new IdempotencyKeys(dataSource, database, clock));
        setbacks = new Setbacks(database::answers, Thread::sleep);
        watch();
        lateFailures = new LateFailures(notices, clock);
        queueActions = new QueueActions(database);
        queueCounts = new QueueCounts(dataSource, clock);
        steering =
                new Steering(queueActions, dataSource, waitingMail, ledger, lateFailures, ids, clock, engine, workers);
        reports = new Reports(new ReturnPath(secrets), dataSource, ledger, ids, clock, lateFailures::notice, workers);
        postmaster = new PostmasterMail(hostname, configuration.find(Settings.POSTMASTER));
        acceptor = new Acceptor(
                new HeaderFixUps(hostname, rules()),
                acceptedQueue,
                reports,
                postmaster,
                directory::current,
                ids,
                configuration.get(Settings.RETRY_LIFETIME),
                keyed,
                this::limit);
        reporter = tlsReports.map(wanted -> wanted.reporter(dataSource, https, acceptor, directory::current));
        recording = new Recording(
                ledger,
                contents,
                ids,
                recorded,
                // an external broker may hand a message to another node, which knows nothing of this journal
                BrokerConnections.embedded()
                        ? new Unrecorded(run, ledger, sendings, engine::isPrompt)
                        : Unrecorded.never());
    }

    /** Threads that tell in a dump, and in the system's list, what they are for. */
    private static ThreadFactory named(String name, ThreadFactory threads) {
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setName(name);
            return thread;
        };
    }

    private Optional<Boolean> on(Setting<Boolean> flag) {
        return Optional.of(configuration.get(flag)).filter(Boolean::booleanValue);
    }

    /** Whether the tenant's limits allow one more message. */
    private Optional<Reply> limit(Submission submission) {
        return directory
                .current()
                .tenant(submission.account().tenantId())
                .flatMap(tenant ->
                        limits.admit(tenant, submission.envelope().recipients().size()));
    }

    private void watch() {
        EngineGauges gauges = new EngineGauges(engine::states);
        metrics.gauge("relay.deliveries.ready", "Deliveries in memory that could start", gauges::ready);
        metrics.gauge("relay.deliveries.in.flight", "Deliveries under way", gauges::inFlight);
        metrics.gauge("relay.sites", "Sites with anything to do", gauges::sites);
        metrics.gauge("relay.ledger.waiting", "Entries that wait to be written", ledger::waiting);
        metrics.gauge(
                "relay.ledger.available", "1 while the database can be written", () -> ledger.isAvailable() ? 1 : 0);
        metrics.gauge(
                "relay.messages.set.aside",
                "Messages set aside since the start, because they could not be recorded",
                setbacks::countSetAside);
        metrics.gauge("relay.smtp.connections", "Open inbound SMTP connections", ListenerStatus::connections);
    }

    private SubmissionRules rules() {
        SubmissionRules defaults = SubmissionRules.ofDefaults();
        return new SubmissionRules(
                HeaderLimits.ofDefaults(),
                configuration.get(Settings.MAX_RECEIVED_HOPS),
                defaults.addDate(),
                defaults.addMessageId(),
                defaults.maxTags(),
                defaults.maxMetadataBytes(),
                defaults.maxScheduleAhead());
    }

    /** A task that fails once must be tried again. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "event=housekeeping-failed", e);
            }
        };
    }

    private void reshape() {
        shaping.refresh().ifPresent(engine::reshape);
    }

    private void deliver(List<Delivery> fresh) {
        engine.offer(fresh);
    }

    private static Optional<InetSocketAddress> transferListener() {
        return Optional.ofNullable(ListenerStatus.bound().get(ListenerRole.TRANSFER));
    }

    private static boolean isOurs(InetSocketAddress address) {
        return ListenerStatus.bound().values().stream()
                .anyMatch(bound -> bound.getPort() == address.getPort() && isHere(bound.getAddress(), address));
    }

    /** A listener on all addresses has each of them. */
    private static boolean isHere(InetAddress bound, InetSocketAddress address) {
        try {
            return bound.isAnyLocalAddress()
                    ? address.getAddress().isAnyLocalAddress()
                            || NetworkInterface.getByInetAddress(address.getAddress()) != null
                    : bound.equals(address.getAddress());
        } catch (SocketException e) {
            return false;
        }
    }

    private Optional<InetSocketAddress> simulatorAddress() {
        return simulator.address();
    }

    void start() {
        nodeRun.begin();
        sendings.forgetRecorded(recorded);
        directory.refresh();
        egress.begin();
        stsPolicies.ifPresent(StsPolicies::recall);
        simulator.start();
        engine.start();
        LOG.log(Level.INFO, "event=mail-path-started run={0}", nodeRun.id());
        var unused = List.of(
                housekeeping.scheduleWithFixedDelay(
                        guarded(steering::refresh), DIRECTORY_SECONDS, DIRECTORY_SECONDS, TimeUnit.SECONDS),
                housekeeping.scheduleWithFixedDelay(
                        guarded(this::reshape), SHAPING_SECONDS, SHAPING_SECONDS, TimeUnit.SECONDS),
                housekeeping.scheduleWithFixedDelay(
                        guarded(directory::refresh), DIRECTORY_SECONDS, DIRECTORY_SECONDS, TimeUnit.SECONDS),
                housekeeping.scheduleWithFixedDelay(
                        guarded(egress::refresh), DIRECTORY_SECONDS, DIRECTORY_SECONDS, TimeUnit.SECONDS),
                housekeeping.scheduleWithFixedDelay(
                        guarded(nodeRun::beat), HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS));
        reporter.ifPresent(this::reportFromNowOn);
    }

    /** On a thread of its own: it waits for the DNS and for servers of strangers. */
    private void reportFromNowOn(Reporter sender) {
        long round = tlsReports.orElseThrow().round().toMillis();
        var unused =
                reporting.scheduleWithFixedDelay(guarded(() -> report(sender)), round, round, TimeUnit.MILLISECONDS);
    }

    private void report(Reporter reporter) {
        reporter.flush();
        reporter.report();
    }

    @Override
    public void close() {
        try {
            engine.stop().get(configuration.get(Settings.STOP_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.INFO, "event=deliveries-interrupted; they are taken up again at the next start");
        }
        await(housekeeping);
        await(loop);
        await(reporting);
        reporter.ifPresent(Reporter::flush);
        https.close();
        client.close();
        simulator.close();
        acceptedQueue.close();
        await(workers);
        ledger.close();
        sendings.close();
        metrics.close();
    }

    /** Lets it end: a thread that is interrupted while it writes closes the embedded database's file under everybody. */
    private static void await(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    Clock clock() {
        return clock;
    }

    QueueIds ids() {
        return ids;
    }

    SecretBox secrets() {
        return secrets;
    }

    Dns dns() {
        return dns;
    }

    DirectoryReader directory() {
        return directory;
    }

    Ledger ledger() {
        return ledger;
    }

    Metrics metrics() {
        return metrics;
    }

    ContentStore contents() {
        return contents;
    }

    DeliveryEngine engine() {
        return engine;
    }

    LateFailures lateFailures() {
        return lateFailures;
    }

    Reports reports() {
        return reports;
    }

    ShapingFiles shaping() {
        return shaping;
    }

    Router router() {
        return router;
    }

    WarmUpStore warmUps() {
        return warmUps;
    }

    EgressStore egressStore() {
        return egressStore;
    }

    EgressReader egress() {
        return egress;
    }

    Steering steering() {
        return steering;
    }

    QueueCounts queueCounts() {
        return queueCounts;
    }

    QueueActions queueActions() {
        return queueActions;
    }

    PostmasterMail postmaster() {
        return postmaster;
    }

    Acceptor acceptor() {
        return acceptor;
    }

    KeyedSubmissions keyed() {
        return keyed;
    }

    Setbacks setbacks() {
        return setbacks;
    }

    Recording recording() {
        return recording;
    }
}
