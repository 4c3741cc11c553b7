package relay.delivery;

import java.util.List;
import relay.content.ContentStore;
import relay.ledger.MessageRow;
import relay.ledger.RecipientRow;
import relay.ledger.RecipientStatus;
import relay.queue.QueueName;

/**
 * One recipient that waits for delivery, as the engine holds it in memory.
 *
 * @param message the message it belongs to
 * @param number which recipient of the message
 * @param address forward-path
 * @param queue where it waits
 * @param generation of the recipient when it was read
 * @param attempts made before
 * @param notifyOn NOTIFY values with commas between, or null
 * @param originalRecipient ORCPT, or null
 * @param delayNotified whether a delay DSN was sent
 */
public record Delivery(
        MessageRow message,
        int number,
        String address,
        QueueName queue,
        int generation,
        int attempts,
        String notifyOn,
        String originalRecipient,
        boolean delayNotified) {

    /** The deliveries of a message that was just recorded: what is scheduled or held comes later. */
    public static List<Delivery> ofNew(MessageRow message, List<RecipientRow> recipients) {
        return recipients.stream()
                .filter(recipient -> recipient.status() == RecipientStatus.QUEUED)
                .map(recipient -> new Delivery(
                        message,
                        recipient.number(),
                        recipient.address(),
                        QueueName.of(message.stream(), message.tenantId(), recipient.domain(), message.campaign()),
                        0,
                        0,
                        recipient.notifyOn(),
                        recipient.originalRecipient(),
                        false))
                .toList();
    }

    /** The recipient's domain in lower case. */
    public String domain() {
        return queue.domain();
    }

    /** How much of its content is in memory while it is under way. */
    long bytesInMemory() {
        return Math.min(message.contentSize(), ContentStore.CHUNK_BYTES);
    }

    /** Identity in the engine: the same recipient is never held twice. */
    String key() {
        return message.queueId() + '#' + number;
    }
}
