package relay.submission;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.broker.BrokerConnections;
import relay.smtp.Content;

/**
 * The sending end of {@code relay.accepted}: many messages, one commit, which returns once they are on disk. Contexts
 * are kept and reused, a few of them, because one transaction each is enough to saturate the journal.
 */
public final class AcceptedQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AcceptedQueue.class.getName());
    /** Property of each message: its queue id, for logs. */
    static final String QUEUE_ID = "relay_queue_id";

    /** Property of each message: the run of the relay that took it. */
    static final String RUN = "relay_run";

    private static final int CONTEXTS = 8;
    private static final long PATIENCE_SECONDS = 30;
    /** Above this a message is streamed to the broker instead of being held in memory as a whole. */
    private static final int STREAMED_ABOVE = 100 << 10;

    private final BlockingDeque<Slot> slots = new LinkedBlockingDeque<>();

    /** The queue as this run sends to it. */
    public AcceptedQueue(String run) {
        for (int i = 0; i < CONTEXTS; i++) {
            slots.add(new Slot(run));
        }
    }

    /**
     * A message to send.
     *
     * @param message what is known of it
     * @param header its new header
     * @param content its original content
     * @param bodyOffset where the body begins in the content
     */
    public record Item(AcceptedMessage message, byte[] header, Content content, int bodyOffset) {}

    /**
     * Hands messages over, all or none.
     *
     * @throws IOException when the broker does not have them on disk; none is queued then, as far as can be known
     */
    public void send(List<Item> items) throws IOException {
        Slot slot = borrow();
        try {
            slot.send(items);
        } catch (JMSException | JMSRuntimeException e) {
            throw new IOException("The broker did not take the message: " + e.getMessage(), e);
        } finally {
            slot.closeUnlessCommitted();
            slots.addFirst(slot);
        }
    }

    private Slot borrow() throws IOException {
        try {
            Slot slot = slots.pollFirst(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (slot == null) {
                throw new IOException("The broker is busy");
            }
            return slot;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The relay is stopping", e);
        }
    }

    @Override
    public void close() {
        for (Slot slot = slots.poll(); slot != null; slot = slots.poll()) {
            slot.close();
        }
    }

    /** One context, opened when it is first needed and after each failure. */
    private static final class Slot {
        private final String run;
        private JMSContext context;
        private JMSProducer producer;
        private Queue queue;
        private boolean committed;
        private final List<InputStream> streams = new ArrayList<>(1);

        Slot(String run) {
            this.run = run;
        }

        void send(List<Item> items) throws JMSException, IOException {
            committed = false;
            try {
                open();
                for (Item item : items) {
                    producer.send(queue, message(item));
                    closeStreams();
                }
                context.commit();
                committed = true;
            } finally {
                closeStreams();
            }
        }

        /** Whatever went wrong: what was sent and not committed must not be committed with the next batch. */
        void closeUnlessCommitted() {
            if (!committed) {
                close();
            }
        }

        private void open() throws JMSException {
            if (context == null) {
                ConnectionFactory factory = BrokerConnections.open();
                context = factory.createContext(JMSContext.SESSION_TRANSACTED);
                producer = context.createProducer();
                queue = context.createQueue(BrokerConnections.acceptedQueue());
            }
        }

        private BytesMessage message(Item item) throws JMSException, IOException {
            BytesMessage message = context.createBytesMessage();
            message.setStringProperty(QUEUE_ID, item.message().queueId());
            message.setStringProperty(RUN, run);
            byte[] known = AcceptedMessageCodec.encode(item.message());
            InputStream body = item.content().open();
            streams.add(body);
            body.skipNBytes(item.bodyOffset());
            if (item.message().contentSize() > STREAMED_ABOVE) {
                InputStream header = new ByteArrayInputStream(item.header());
                message.setObjectProperty(
                        BrokerConnections.INPUT_STREAM,
                        new SequenceInputStream(
                                new ByteArrayInputStream(known), new SequenceInputStream(header, body)));
            } else {
                message.writeBytes(known);
                message.writeBytes(item.header());
                message.writeBytes(body.readAllBytes());
            }
            return message;
        }

        private void closeStreams() {
            for (InputStream stream : streams) {
                try {
                    stream.close();
                } catch (IOException e) {
                    LOG.log(Level.FINE, "event=content-close-failed", e);
                }
            }
            streams.clear();
        }

        void close() {
            try {
                if (context != null) {
                    context.close();
                }
            } catch (JMSRuntimeException e) {
                LOG.log(Level.FINE, "event=context-close-failed", e);
            }
            context = null;
        }
    }
}
