package relay.it.sending;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Outgoing;
import relay.it.mail.Submitter;
import relay.it.running.Footprint;
import relay.it.running.LiveHeap;
import relay.it.running.Meters;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;

/** A message of 25 MB to a hundred recipients is stored once and streamed: it needs little disk and less memory. */
@SystemTest
class LargeMessageIT {
    private static final int SIZE = 25_000_000;
    private static final int RECIPIENTS = 100;
    private static final int READERS = 3;
    private static final int WARMING = 1;
    private static final long DISK = 80_000_000;
    private static final long HEAP = 32_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Internet internet = new Internet();
    private final ScriptedMx reader = internet.host().start();
    private final ScriptedMx counter = internet.host().keepingNoContent().start();
    private final RelayProcess relay =
            internet.joinedBy(RelaySetUp.named("large")).start();
    private final Meters meters = Meters.of(relay);

    @AfterAll
    void end() {
        relay.close();
        reader.close();
        counter.close();
        internet.close();
    }

    @Test
    void needsLittleDiskAndMemoryForManyRecipients() throws IOException {
        warmUp();
        byte[] content = large();
        List<String> recipients = recipients();
        LiveHeap heap = LiveHeap.of(relay);
        try (Footprint footprint = Footprint.of(relay.dataDirectory())) {
            long heapBefore = heap.bytes();
            long diskBefore = footprint.bytes();
            long deliveredBefore = meters.delivered();
            send(recipients, content);
            await().atMost(PATIENCE)
                    .until(() -> heap.bytes() > 0 && meters.delivered() >= deliveredBefore + RECIPIENTS);
            System.out.println("LargeMessageIT: disk grew by " + (footprint.peak() - diskBefore) + " bytes, heap by "
                    + (heap.peak() - heapBefore));
            assertThat(footprint.peak() - diskBefore)
                    .as("growth of the data directory")
                    .isLessThan(DISK);
            assertThat(heap.peak() - heapBefore).as("growth of the heap").isLessThan(HEAP);
        }
        assertArrived(recipients, content);
    }

    /** Fills the database's cache of pages, which has a size of its own and would be counted as growth. */
    private void warmUp() throws IOException {
        long before = meters.delivered();
        send(recipients().subList(0, WARMING), large());
        await().atMost(PATIENCE).until(() -> meters.delivered() >= before + WARMING);
        reader.forgetMessages();
        counter.forgetMessages();
    }

    private List<String> recipients() {
        String read = internet.domainAt(reader);
        String counted = internet.domainAt(counter);
        return IntStream.range(0, RECIPIENTS)
                .mapToObj(number -> "joe" + number + "@" + (number < READERS ? read : counted))
                .toList();
    }

    private void send(List<String> recipients, byte[] content) throws IOException {
        try (Submitter submitter = relay.submitter()) {
            submitter.send(Outgoing.from("hello@demo.test").to(recipients).bytes(content));
        }
    }

    private void assertArrived(List<String> recipients, byte[] content) {
        List<ReceivedMessage> arrived =
                Stream.of(reader, counter).flatMap(mx -> mx.messages().stream()).toList();
        assertThat(arrived.stream().flatMap(message -> message.recipients().stream()))
                .containsExactlyInAnyOrderElementsOf(recipients);
        Set<Long> sizes = new HashSet<>();
        arrived.forEach(message -> sizes.add(message.size()));
        assertThat(sizes).as("sizes of what arrived").hasSize(1);
        for (ReceivedMessage message : reader.messages()) {
            byte[] whole = message.content();
            assertThat(Arrays.equals(whole, whole.length - content.length, whole.length, content, 0, content.length))
                    .as("byte for byte")
                    .isTrue();
        }
    }

    private static byte[] large() {
        byte[] attachment = new byte[SIZE * 73 / 100];
        new Random(1).nextBytes(attachment);
        String text = "Date: Sat, 21 Nov 2026 12:00:00 +0000\r\nMessage-ID: <large@demo.test>\r\n"
                + "From: hello@demo.test\r\nTo: many\r\nSubject: Large\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(attachment) + "\r\n";
        return text.getBytes(ISO_8859_1);
    }
}
