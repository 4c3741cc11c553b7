package relay.broker;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Plain JMS connections to the broker for the mail path, which is non-XA by design: a durable send is atomic by itself,
 * and Artemis never rolls a prepared branch back by its own.
 */
public final class BrokerConnections {
    /** Messages above this size are streamed to a file of their own instead of the journal. */
    private static final int LARGE_MESSAGE_BYTES = 100 << 10;

    /**
     * How long the broker may take to answer. One that has died is waited for twice, for the commit and for the close
     * after it, while a client waits for its reply.
     */
    private static final long CALL_TIMEOUT_MILLIS = 10_000;

    /** Property of a BytesMessage whose value is an InputStream that the body is streamed from. */
    public static final String INPUT_STREAM = "JMS_AMQ_InputStream";

    private BrokerConnections() {}

    /** Name of the queue that carries accepted messages to the database. */
    public static String acceptedQueue() {
        return BrokerConfiguration.ACCEPTED;
    }

    /** Name of the queue that keeps what could not be recorded, until somebody looks at it. */
    public static String setAsideQueue() {
        return BrokerConfiguration.SET_ASIDE;
    }

    /** Whether the embedded broker runs; always true when the broker is external. */
    public static boolean active() {
        return Broker.active();
    }

    /** Whether the broker is in this process, with its journal in the data directory: they live and die together. */
    public static boolean embedded() {
        return BrokerSettings.load().embedded();
    }

    /**
     * A connection factory whose sends block until the broker has the message on disk.
     *
     * @throws JMSException when the broker's address is malformed
     */
    public static ConnectionFactory open() throws JMSException {
        BrokerSettings settings = BrokerSettings.load();
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                settings.embedded() ? "vm://" + BrokerConfiguration.SERVER_ID : settings.url());
        factory.setBlockOnDurableSend(true);
        factory.setCallTimeout(CALL_TIMEOUT_MILLIS);
        factory.setMinLargeMessageSize(LARGE_MESSAGE_BYTES);
        if (!settings.user().isEmpty()) {
            factory.setUser(settings.user());
            factory.setPassword(settings.password());
        }
        return factory;
    }
}
