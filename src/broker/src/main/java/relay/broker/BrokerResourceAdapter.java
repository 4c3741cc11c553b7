package relay.broker;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;

/**
 * The Artemis resource adapter, which starts the embedded broker before itself, or connects to the external one that
 * {@code RELAY_BROKER_URL} names.
 */
public class BrokerResourceAdapter extends ActiveMQResourceAdapter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(BrokerResourceAdapter.class.getName());

    /** In bytes: a bean that waits for its message to be delivered must not have others waiting behind it. */
    private static final int ONE_MESSAGE_AHEAD = 1;

    /** Of the beans that wait for their messages to be recorded, and some more. */
    private static final int CLIENT_THREADS = 300;

    private transient boolean acquired;

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        BrokerSettings settings = BrokerSettings.load();
        setConsumerWindowSize(ONE_MESSAGE_AHEAD);
        // its own default is eight a processor, by which so many beans would work at a time
        ActiveMQClient.setGlobalThreadPoolProperties(
                CLIENT_THREADS,
                ActiveMQClient.getGlobalScheduledThreadPoolSize(),
                ActiveMQClient.getGlobalFlowControlThreadPoolSize());
        if (!settings.embedded()) {
            connectTo(settings);
        }
        Broker.acquire(settings);
        acquired = true;
        super.start(context);
        if (!settings.embedded()) {
            check(context);
        }
    }

    @Override
    public void stop() {
        super.stop();
        if (acquired) {
            acquired = false;
            Broker.release();
        }
    }

    private void connectTo(BrokerSettings settings) throws ResourceAdapterInternalException {
        try {
            BrokerAddress address = BrokerAddress.parse(settings.url());
            setConnectorClassName(address.classNames(NettyConnectorFactory.class));
            setConnectionParameters(address.parameters());
            address.options().forEach(this::set);
        } catch (IllegalArgumentException e) {
            throw new ResourceAdapterInternalException(e.getMessage(), e);
        }
        if (!settings.user().isEmpty()) {
            setUserName(settings.user());
            setPassword(settings.password());
        }
    }

    private void set(String option, String value) {
        switch (option) {
            case "ha" -> setHA(Boolean.valueOf(value));
            case "reconnectAttempts" -> setReconnectAttempts(Integer.valueOf(value));
            case "retryInterval" -> setRetryInterval(Long.valueOf(value));
            case "callTimeout" -> setCallTimeout(Long.valueOf(value));
            case "connectionTTL" -> setConnectionTTL(Long.valueOf(value));
            case "clientFailureCheckPeriod" -> setClientFailureCheckPeriod(Long.valueOf(value));
            default -> throw new IllegalArgumentException(option);
        }
    }

    /** Beside the start: a broker that does not answer must not hold it up. */
    private static void check(BootstrapContext context) {
        try {
            ConnectionFactory factory = BrokerConnections.open();
            context.getWorkManager().scheduleWork(new Work() {
                @Override
                public void run() {
                    new BrokerCheck(factory).run();
                }

                @Override
                public void release() {
                    // ends by itself after a few seconds
                }
            });
        } catch (JMSException | WorkException e) {
            LOG.log(Level.WARNING, "event=broker-not-asked", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
