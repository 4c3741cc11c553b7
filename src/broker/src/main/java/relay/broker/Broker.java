package relay.broker;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * The one embedded broker of the process, started by its first user and stopped by its last.
 *
 * <p>Static, because a container may create several adapter instances (WildFly: one for each resource definition), and
 * two brokers on one journal are not possible.
 */
final class Broker {
    private static final Logger LOG = Logger.getLogger(Broker.class.getName());

    /** Held here, or the level would be lost with the logger; audit lines cost a disk write for each message. */
    private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

    private static EmbeddedActiveMQ server;
    private static int users;

    private Broker() {}

    static synchronized void acquire(BrokerSettings settings) {
        if (users == 0 && settings.embedded()) {
            server = start(settings);
        }
        users++;
    }

    static synchronized void release() {
        users--;
        if (users == 0 && server != null) {
            stop(server);
            server = null;
        }
    }

    /** Whether the embedded broker accepts messages; true for an external one, of which the client speaks. */
    static synchronized boolean active() {
        return server == null || server.getActiveMQServer().isActive();
    }

    private static EmbeddedActiveMQ start(BrokerSettings settings) {
        // Artemis finds its own classes through the context loader, which is the server's during a deployment
        AUDIT.setLevel(Level.OFF);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(Broker.class.getClassLoader());
        try {
            EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
            broker.setConfiguration(BrokerConfiguration.of(settings.directory()));
            broker.start();
            LOG.log(Level.INFO, "event=broker-started directory={0}", settings.directory());
            return broker;
        } catch (Exception e) {
            throw new IllegalStateException("The broker in " + settings.directory() + " did not start: " + e, e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void stop(EmbeddedActiveMQ broker) {
        try {
            broker.stop();
            LOG.info("event=broker-stopped");
        } catch (Exception e) {
            LOG.log(Level.WARNING, "event=broker-stop-failed", e);
        }
    }
}
