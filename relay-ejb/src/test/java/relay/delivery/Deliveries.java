package relay.delivery;

import java.time.Duration;
import relay.ledger.MessageRow;
import relay.queue.QueueName;

/** Deliveries for tests. */
public final class Deliveries {
    static final long ACCEPTED_AT = 1_800_000_000_000L;
    static final long EXPIRES_AT = ACCEPTED_AT + Duration.ofDays(5).toMillis();

    private Deliveries() {}

    static Delivery transactional() {
        return of("01M80144MK6J2RQC1RB3", "transactional", "someone@example.com");
    }

    static Delivery broadcast() {
        return of("01M80144MK6J2RQC1RB3", "broadcast", "someone@example.com");
    }

    static Delivery of(String queueId, String stream, String address) {
        return of(queueId, "T", stream, null, address);
    }

    static Delivery of(String queueId, String tenantId, String stream, String campaign, String address) {
        return new Delivery(
                message(queueId, tenantId, stream, campaign),
                0,
                address,
                QueueName.of(stream, tenantId, address.substring(address.indexOf('@') + 1)),
                0,
                0,
                null,
                null,
                false);
    }

    /** A message of 20 bytes. */
    public static MessageRow message(String queueId, String stream) {
        return message(queueId, "T", stream, null);
    }

    private static MessageRow message(String queueId, String tenantId, String stream, String campaign) {
        return new MessageRow(
                queueId,
                tenantId,
                "C",
                stream,
                campaign,
                "sender@a.example",
                "sender@a.example",
                "a.example",
                "<1@a.example>",
                "Hello",
                20,
                10,
                new byte[32],
                false,
                false,
                null,
                null,
                "test",
                null,
                null,
                null,
                ACCEPTED_AT,
                EXPIRES_AT);
    }
}
