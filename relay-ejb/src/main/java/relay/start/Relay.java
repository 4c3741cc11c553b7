package relay.start;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Produces;
import java.sql.SQLException;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.configuration.StartFailure;
import relay.content.ContentStore;
import relay.database.Database;
import relay.database.Migrations;
import relay.delivery.DeliveryEngine;
import relay.delivery.LateFailures;
import relay.delivery.TakeUpBean;
import relay.egress.EgressReader;
import relay.egress.EgressStore;
import relay.egress.WarmUpStore;
import relay.ledger.Ledger;
import relay.mailsession.LocalCredential;
import relay.metrics.Metrics;
import relay.queue.QueueIds;
import relay.report.Reports;
import relay.report.ReturnPath;
import relay.routing.Dns;
import relay.routing.Router;
import relay.secret.SecretBox;
import relay.shaping.ShapingFiles;
import relay.steering.QueueActions;
import relay.steering.QueueCounts;
import relay.steering.Steering;
import relay.submission.Acceptor;
import relay.submission.KeyedSubmissions;
import relay.submission.PostmasterMail;
import relay.submission.Recording;
import relay.submission.Setbacks;
import relay.tenant.DirectoryReader;

/**
 * What exists once in a process: made when the application starts, ended, last first, when it stops, and injected where
 * it is needed.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@DataSourceDefinition(
        name = "java:app/jdbc/relay",
        className = "relay.database.RelayXADataSource",
        minPoolSize = 0,
        maxPoolSize = 40,
        properties = "profile=default")
public class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class.getName());

    @Resource
    private ManagedThreadFactory threads;

    @Resource(lookup = "java:app/jdbc/relay")
    private DataSource dataSource;

    @EJB
    private TakeUpBean takeUp;

    private MailPath mailPath;
    private Database database;
    private Configuration configuration;
    private LocalCredential localCredential;

    @PostConstruct
    void start() {
        try {
            startMailPath();
        } catch (RuntimeException e) {
            StartFailure.report(e);
            throw e;
        }
    }

    private void startMailPath() {
        configuration = Configuration.load();
        localCredential = new LocalCredential(configuration.get(Settings.MAIL_SESSION_TENANT));
        database = Database.of(configuration);
        Migrations.apply(database);
        mailPath = new MailPath(configuration, database, dataSource, threads, takeUp::prepare);
        mailPath.start();
    }

    @PreDestroy
    void stop() {
        mailPath.close();
        try {
            database.shutdown();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "event=database-shutdown-failed", e);
        }
    }

    @Produces
    public Configuration configuration() {
        return configuration;
    }

    @Produces
    public Database database() {
        return database;
    }

    @Produces
    public Clock clock() {
        return mailPath.clock();
    }

    @Produces
    public SecretBox secrets() {
        return mailPath.secrets();
    }

    @Produces
    public ReturnPath returnPaths() {
        return new ReturnPath(mailPath.secrets());
    }

    @Produces
    public QueueIds ids() {
        return mailPath.ids();
    }

    @Produces
    public Dns dns() {
        return mailPath.dns();
    }

    @Produces
    public DirectoryReader directory() {
        return mailPath.directory();
    }

    @Produces
    public Ledger ledger() {
        return mailPath.ledger();
    }

    @Produces
    public Metrics metrics() {
        return mailPath.metrics();
    }

    @Produces
    public ContentStore contents() {
        return mailPath.contents();
    }

    @Produces
    public DeliveryEngine engine() {
        return mailPath.engine();
    }

    @Produces
    public WarmUpStore warmUps() {
        return mailPath.warmUps();
    }

    @Produces
    public EgressStore egressStore() {
        return mailPath.egressStore();
    }

    @Produces
    public EgressReader egress() {
        return mailPath.egress();
    }

    @Produces
    public Steering steering() {
        return mailPath.steering();
    }

    @Produces
    public QueueCounts queueCounts() {
        return mailPath.queueCounts();
    }

    @Produces
    public QueueActions queueActions() {
        return mailPath.queueActions();
    }

    @Produces
    public ShapingFiles shaping() {
        return mailPath.shaping();
    }

    @Produces
    public Router router() {
        return mailPath.router();
    }

    @Produces
    public LocalCredential localCredential() {
        return localCredential;
    }

    @Produces
    public LateFailures lateFailures() {
        return mailPath.lateFailures();
    }

    @Produces
    public Reports reports() {
        return mailPath.reports();
    }

    @Produces
    public PostmasterMail postmaster() {
        return mailPath.postmaster();
    }

    @Produces
    public Acceptor acceptor() {
        return mailPath.acceptor();
    }

    @Produces
    public KeyedSubmissions keyedSubmissions() {
        return mailPath.keyed();
    }

    @Produces
    public Setbacks setbacks() {
        return mailPath.setbacks();
    }

    @Produces
    public Recording recording() {
        return mailPath.recording();
    }
}
