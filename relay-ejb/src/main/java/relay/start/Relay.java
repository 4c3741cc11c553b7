package relay.start;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.configuration.Configuration;
import relay.database.Database;
import relay.database.Migrations;
import relay.ledger.Ledger;

/** What exists once in a process, made when the application starts and ended, last first, when it stops. */
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

    private Configuration configuration;
    private Database database;
    private Ledger ledger;

    @PostConstruct
    void start() {
        configuration = Configuration.load();
        database = Database.of(configuration);
        Migrations.apply(database);
        ledger = new Ledger(database, threads);
    }

    @PreDestroy
    void stop() {
        ledger.close();
        try {
            database.shutdown();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "event=database-shutdown-failed", e);
        }
    }

    public Configuration configuration() {
        return configuration;
    }

    public Ledger ledger() {
        return ledger;
    }
}
