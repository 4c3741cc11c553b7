package relay.submission;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.io.IOException;
import java.sql.SQLException;
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
            @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "256"),
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AcceptedBean implements MessageListener {
    @Inject
    private PolicyBean policy;

    @Inject
    private Recording recording;

    @Inject
    private Setbacks setbacks;

    @Override
    public void onMessage(Message message) {
        try {
            String id = message.getJMSMessageID();
            if (setbacks.isHopeless(id)) {
                SetAsideQueue.keep(message, setbacks.reason(id));
                setbacks.setAside(id);
            } else {
                record(message, id);
            }
        } catch (JMSException e) {
            throw new EJBException("An accepted message could not be taken: " + e.getMessage(), e);
        }
    }

    private void record(Message message, String id) throws JMSException {
        try (BytesMessageStream in = new BytesMessageStream((BytesMessage) message)) {
            recording.record(
                    in, policy::decide, message.getStringProperty(AcceptedQueue.RUN), message.getJMSRedelivered());

            setbacks.recorded(id);
        } catch (IOException | SQLException | RuntimeException e) {
            setbacks.failed(id, e);
            throw new EJBException("An accepted message could not be recorded: " + e.getMessage(), e);
        }
    }
}
