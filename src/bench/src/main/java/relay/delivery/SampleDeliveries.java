package relay.delivery;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import relay.bench.SampleMail;
import relay.ledger.MessageRow;
import relay.queue.QueueName;

/** Deliveries of {@value #TENANTS} tenants with {@value #CAMPAIGNS} campaigns each, every tenth of them transactional. */
final class SampleDeliveries {
    static final int TENANTS = 5;
    static final int CAMPAIGNS = 100;

    private static final int STREAM_TURNS = 10;

    private SampleDeliveries() {}

    static List<Delivery> of(int count) {
        return IntStream.range(0, count).mapToObj(SampleDeliveries::delivery).toList();
    }

    private static Delivery delivery(int number) {
        String tenant = "tenant" + number % TENANTS;
        String campaign = "campaign" + number / TENANTS % CAMPAIGNS;
        String stream = number / (TENANTS * CAMPAIGNS) % STREAM_TURNS == 0 ? "transactional" : "broadcast";
        return new Delivery(
                message("Q" + number, tenant, stream, campaign),
                0,
                "joe@example.com",
                QueueName.of(stream, tenant, "example.com", campaign),
                0,
                0,
                null,
                null,
                false);
    }

    private static MessageRow message(String queueId, String tenant, String stream, String campaign) {
        long now = SampleMail.NOW.toEpochMilli();
        return new MessageRow(
                queueId,
                tenant,
                "credential",
                stream,
                campaign,
                "orders@sender.example",
                "orders@sender.example",
                "sender.example",
                "<1@sender.example>",
                "Hello",
                4096,
                SampleMail.HEADER.length(),
                null,
                false,
                false,
                null,
                null,
                "benchmark",
                null,
                null,
                null,
                now,
                now + Duration.ofDays(5).toMillis());
    }
}
