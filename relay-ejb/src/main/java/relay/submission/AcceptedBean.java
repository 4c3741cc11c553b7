package relay.submission;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import relay.start.Relay;

/** Takes accepted messages from the broker into the ledger. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destination", propertyValue = "relay.accepted"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
            @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "32"),
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AcceptedBean implements MessageListener {
    @EJB
    private Relay relay;

    @Override
    public void onMessage(Message message) {
        System.out.println("GOT " + message + " ledger " + relay.ledger().isAvailable());
    }
}
