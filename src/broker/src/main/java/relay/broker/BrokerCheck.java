package relay.broker;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;

/**
 * Whether an external broker keeps what it is given: by its defaults Artemis drops a message after ten deliveries, which a
 * database that is away for a moment uses up.
 */
final class BrokerCheck implements Runnable {
    private static final Logger LOG = Logger.getLogger(BrokerCheck.class.getName());
    private static final Pattern ATTEMPTS = Pattern.compile("\"maxDeliveryAttempts\"\\s*:\\s*(-?[0-9]+)");
    private static final long PATIENCE_MILLIS = 10_000;

    private final ConnectionFactory factory;

    BrokerCheck(ConnectionFactory factory) {
        this.factory = factory;
    }

    /** Warns of a broker that would drop mail, or would not say. */
    @Override
    public void run() {
        try {
            int attempts = maxDeliveryAttempts();
            if (attempts != -1) {
                LOG.log(
                        Level.SEVERE,
                        "event=broker-drops-mail address={0} max-delivery-attempts={1}; set it to -1 in the"
                                + " address-settings of the broker",
                        new Object[] {BrokerConfiguration.ACCEPTED, attempts});
            }
        } catch (Exception e) {
            LOG.log(
                    Level.WARNING,
                    "event=broker-not-asked reason=\"{0}\"; see to it that max-delivery-attempts of {1} is -1",
                    new Object[] {e.getMessage(), BrokerConfiguration.ACCEPTED});
        }
    }

    int maxDeliveryAttempts() throws Exception {
        try (JMSContext context = factory.createContext()) {
            Queue answers = context.createTemporaryQueue();
            Message question = context.createMessage();
            question.setJMSReplyTo(answers);
            JMSManagementHelper.putOperationInvocation(
                    question, "broker", "getAddressSettingsAsJSON", BrokerConfiguration.ACCEPTED);
            JMSConsumer consumer = context.createConsumer(answers);
            context.createProducer().send(context.createQueue("activemq.management"), question);
            Message answer = consumer.receive(PATIENCE_MILLIS);
            if (answer == null || !JMSManagementHelper.hasOperationSucceeded(answer)) {
                throw new IllegalStateException("the broker gave no answer to its management address");
            }
            Matcher matcher = ATTEMPTS.matcher(String.valueOf(JMSManagementHelper.getResult(answer)));
            if (!matcher.find()) {
                throw new IllegalStateException("the broker did not say");
            }
            return Integer.parseInt(matcher.group(1));
        }
    }
}
