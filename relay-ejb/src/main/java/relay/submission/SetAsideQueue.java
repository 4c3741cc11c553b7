package relay.submission;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.broker.BrokerConnections;

/** Keeps messages that could not be recorded, as they came from the broker, for an operator. */
final class SetAsideQueue {
    /** Property of a set-aside message that says why. */
    static final String REASON = "relay_reason";

    private static final Logger LOG = Logger.getLogger(SetAsideQueue.class.getName());
    private static final int MAX_REASON = 1_000;

    private SetAsideQueue() {}

    /** Keeps a message whose body nobody has read; returns once it is on disk. */
    static void keep(Message message, String reason) throws JMSException {
        String words = reason.substring(0, Math.min(MAX_REASON, reason.length()));
        try (JMSContext context = BrokerConnections.open().createContext()) {
            JMSProducer producer = context.createProducer().setProperty(REASON, words);
            String queueId = message.getStringProperty(AcceptedQueue.QUEUE_ID);
            if (queueId != null) {
                producer.setProperty(AcceptedQueue.QUEUE_ID, queueId);
            }
            producer.send(context.createQueue(BrokerConnections.setAsideQueue()), copy(context, message));
        } catch (JMSRuntimeException e) {
            throw new JMSException("Not set aside: " + e.getMessage());
        }
        LOG.log(Level.SEVERE, "event=set-aside queue={0} queueId={1} message={2} reason=\"{3}\"", new Object[] {
            BrokerConnections.setAsideQueue(),
            message.getStringProperty(AcceptedQueue.QUEUE_ID),
            message.getJMSMessageID(),
            words
        });
    }

    /** A large message is streamed from one queue to the other. */
    private static Message copy(JMSContext context, Message message) throws JMSException {
        if (!(message instanceof BytesMessage bytes)) {
            return message;
        }
        BytesMessage copy = context.createBytesMessage();
        copy.setObjectProperty(BrokerConnections.INPUT_STREAM, new BytesMessageStream(bytes));
        return copy;
    }
}
