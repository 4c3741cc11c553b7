package relay.submission;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.io.IOException;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.broker.BrokerConnections;
import relay.policy.PolicyBean;

/**
 * Takes accepted messages from the broker into the ledger. The instances join one group commit; each returns, and so
 * acknowledges, once its message is durable in the database. Without XA: taking a message up twice is harmless.
 */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destination", propertyValue = "relay.accepted"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
            @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "64"),
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AcceptedBean implements MessageListener {
    private static final Logger LOG = Logger.getLogger(AcceptedBean.class.getName());
    private static final String DELIVERY_COUNT = "JMSXDeliveryCount";
    private static final int ATTEMPTS = 4;

    @Inject
    private PolicyBean policy;

    @Inject
    private Recording recording;

    @Override
    public void onMessage(Message message) {
        try {
            record(message);
        } catch (JMSException | SQLException e) {
            throw new EJBException("An accepted message could not be recorded: " + e.getMessage(), e);
        }
    }

    private void record(Message message) throws JMSException, SQLException {
        try (BytesMessageStream in = new BytesMessageStream((BytesMessage) message)) {
            recording.record(in, policy::decide);
        } catch (IOException | ClassCastException e) {
            if (message.getIntProperty(DELIVERY_COUNT) < ATTEMPTS) {
                throw new EJBException("An accepted message could not be read: " + e.getMessage(), e);
            }
            setAside(message, e);
        }
    }

    /** What cannot be read again and again is kept for an operator, and is out of the way of the others. */
    private static void setAside(Message message, Exception reason) throws JMSException {
        try (JMSContext context = BrokerConnections.open().createContext()) {
            context.createProducer().send(context.createQueue(BrokerConnections.unreadableQueue()), message);
        }
        LOG.log(
                Level.SEVERE,
                "event=set-aside queue=" + BrokerConnections.unreadableQueue() + " message="
                        + message.getJMSMessageID(),
                reason);
    }
}
