package relay.submission;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import relay.bench.SampleMail;
import relay.bench.Timed;
import relay.smtp.Envelope;

/** What the broker keeps of a message in front of its content. */
public class AcceptedMessageCodecBenchmark extends Timed {
    @Param({"1", "100"})
    private int recipients;

    private AcceptedMessage message;
    private byte[] encoded;

    @Setup
    public void accept() {
        message = new AcceptedMessage(
                SampleMail.QUEUE_ID,
                "tenant",
                "credential",
                "transactional",
                Envelope.of("orders@sender.example", addresses()),
                new MessageFacts("<1@sender.example>", "orders@sender.example", "sender.example", "Your order"),
                RelayOptions.none(),
                "client.example [127.0.0.1]",
                SampleMail.NOW,
                SampleMail.HEADER.length(),
                4096,
                SampleMail.NOW.plus(Duration.ofDays(5)));
        encoded = AcceptedMessageCodec.encode(message);
    }

    private List<String> addresses() {
        return IntStream.range(0, recipients)
                .mapToObj(number -> "joe" + number + "@example.com")
                .toList();
    }

    @Benchmark
    public byte[] encode() {
        return AcceptedMessageCodec.encode(message);
    }

    @Benchmark
    public AcceptedMessage decode() throws IOException {
        return AcceptedMessageCodec.decode(new DataInputStream(new ByteArrayInputStream(encoded)));
    }
}
