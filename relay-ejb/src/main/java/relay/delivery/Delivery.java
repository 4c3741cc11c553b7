package relay.delivery;

import relay.ledger.MessageRow;

/**
 * One recipient that waits for delivery, as the engine holds it in memory.
 *
 * @param message the message it belongs to
 * @param number which recipient of the message
 * @param address forward-path
 * @param domain in lower case
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
        String domain,
        int generation,
        int attempts,
        String notifyOn,
        String originalRecipient,
        boolean delayNotified) {
    /** Identity in the engine: the same recipient is never held twice. */
    String key() {
        return message.queueId() + '#' + number;
    }
}
