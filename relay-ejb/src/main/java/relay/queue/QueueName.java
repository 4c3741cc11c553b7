package relay.queue;

import java.util.Locale;

/**
 * The queue in which a recipient waits: one for each precedence, tenant, domain and campaign. Its text, {@code
 * transactional/T1/example.com} or {@code broadcast/T1/example.com/spring sale}, is a column of what waits, so that each
 * queue can be read on its own however long the others are, and whether they may go or not.
 *
 * @param precedence which goes first
 * @param tenantId whose mail
 * @param domain recipient domain in lower case
 * @param campaign its name, or null
 */
public record QueueName(Precedence precedence, String tenantId, String domain, String campaign) {
    /** The campaign is the last one and may contain what it likes. */
    private static final int PARTS = 4;

    /** The queue of mail that belongs to no campaign. */
    public static QueueName of(String stream, String tenantId, String domain) {
        return of(stream, tenantId, domain, null);
    }

    /**
     * The queue of a stream's mail.
     *
     * @param campaign or null
     */
    public static QueueName of(String stream, String tenantId, String domain, String campaign) {
        return new QueueName(Precedence.of(stream), tenantId, domain, campaign);
    }

    /**
     * Reads the text of a queue's name.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static QueueName parse(String text) {
        String[] parts = text.split("/", PARTS);
        if (parts.length < PARTS - 1) {
            throw new IllegalArgumentException(text + " is not the name of a queue");
        }
        return new QueueName(
                Precedence.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                parts[1],
                parts[2],
                parts.length == PARTS ? parts[PARTS - 1] : null);
    }

    /** What is shared by all queues of a tenant's mail of this precedence. */
    public Flow flow() {
        return new Flow(precedence, tenantId);
    }

    @Override
    public String toString() {
        String name = precedence.word() + '/' + tenantId + '/' + domain;
        return campaign == null ? name : name + '/' + campaign;
    }

    /**
     * A tenant's mail of one precedence, to whomever.
     *
     * @param precedence which goes first
     * @param tenantId whose mail
     */
    public record Flow(Precedence precedence, String tenantId) {}
}
