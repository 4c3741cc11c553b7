package relay.dsn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import relay.message.MessageHeader;
import relay.smtp.BodyType;
import relay.smtp.Content;
import relay.smtp.DsnReturn;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;

/** Whatever the message and the reply hold, the report about them is well-formed. */
class DsnFuzzTest {
    @FuzzTest
    void anyMessageIsReported(byte[] bytes) throws IOException {
        String text = new String(bytes, UTF_8);
        Envelope envelope = new Envelope(
                "joe@example.org",
                List.of(ForwardPath.of("a@b.test")),
                BodyType.SEVEN_BIT,
                false,
                DsnReturn.FULL,
                text);
        Instant now = Instant.parse("2026-11-21T09:30:00Z");
        DeliveryStatusNotification dsn = DeliveryStatusNotification.about(envelope, Content.of(bytes))
                .from("relay.example", "r1")
                .arrivedAt(now)
                .reportedAt(now)
                .recipients(List.of(RecipientReport.failed(text, text, "5.1.1", text, text, now)))
                .build();

        byte[] report = new DsnComposer(2_000).compose(dsn).message();

        assertThat(report.length).isLessThan(20_000 + 6 * 2_000);
        assertThat(MessageHeader.parse(report).ending()).isEqualTo(MessageHeader.Ending.SEPARATOR);
        assertThat(new String(report, ISO_8859_1).split("\r\n", -1)).allMatch(line -> line.length() <= 998);
    }
}
