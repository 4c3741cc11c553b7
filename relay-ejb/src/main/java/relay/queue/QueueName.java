package relay.queue;

import java.util.Locale;

/**
 * The queue in which a recipient waits: one for each precedence, tenant and domain. Its text, {@code
 * transactional/T1/example.com}, is a column of what waits, so that each queue can be read on its own however long the
 * others are.
 *
 * @param precedence which goes first
 * @param tenantId whose mail
 * @param domain recipient domain in lower case
 */
public record QueueName(Precedence precedence, String tenantId, String domain) {
    /** The queue of a stream's mail. */
    public static QueueName of(String stream, String tenantId, String domain) {
        return new QueueName(Precedence.of(stream), tenantId, domain);
    }

    /**
     * Reads the text of a queue's name.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static QueueName parse(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException(text + " is not the name of a queue");
        }
        return new QueueName(Precedence.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1], parts[2]);
    }

    /** What is shared by all queues of a tenant's mail of this precedence. */
    public Flow flow() {
        return new Flow(precedence, tenantId);
    }

    @Override
    public String toString() {
        return precedence.word() + '/' + tenantId + '/' + domain;
    }

    /**
     * A tenant's mail of one precedence, to whomever.
     *
     * @param precedence which goes first
     * @param tenantId whose mail
     */
    public record Flow(Precedence precedence, String tenantId) {}
}
