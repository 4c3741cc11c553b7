package relay.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Answer;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.mail.Submitter;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;
import relay.it.running.Tools;
import relay.it.running.Trace;

/**
 * A trace of system calls shows that a message is on disk before its 250: a missing sync would survive every kill, and no
 * power cut.
 */
@SystemTest
class DurableBefore250IT {
    private static final int MESSAGES = 5;
    private static final Pattern SYNC = Pattern.compile("f(data)?sync\\(.*= 0$");

    private final RelayProcess relay;
    private final Internet internet;

    DurableBefore250IT(RelayProcess relay, Internet internet) {
        this.relay = relay;
        this.internet = internet;
    }

    @Test
    void syncsTheJournalBetweenTheLastWriteOfAMessageAndIts250() throws IOException, InterruptedException {
        Tools.require(List.of(Trace.PROGRAM), "strace");
        String device = deviceOf(internet.newAddress());
        List<String> marks = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        List<String> calls = Trace.during(relay, target("small.strace"), () -> {
            for (int i = 0; i < MESSAGES; i++) {
                marks.add("mark-" + UUID.randomUUID());
                answers.add(send(device, marks.get(i) + "\r\n"));
            }
        });
        for (int i = 0; i < MESSAGES; i++) {
            assertSynced(calls, "/broker/journal/", marks.get(i), answers.get(i));
        }
    }

    @Test
    void syncsTheFileOfALargeMessageBeforeIts250() throws IOException, InterruptedException {
        Tools.require(List.of(Trace.PROGRAM), "strace");
        String device = deviceOf(internet.newAddress());
        String mark = "mark-" + UUID.randomUUID();
        List<Answer> answers = new ArrayList<>();
        List<String> calls = Trace.during(
                relay,
                target("large.strace"),
                () -> answers.add(send(device, "A large message has many lines.\r\n".repeat(20_000) + mark + "\r\n")));
        assertSynced(calls, "/broker/large-messages/", mark, answers.get(0));
    }

    private static Path target(String name) {
        return Path.of("target", name).toAbsolutePath();
    }

    /** A credential that speaks in clear, so that the trace shows what is said. */
    private String deviceOf(String address) {
        assertThat(RelayRest.of(relay)
                        .post(
                                "/api/v1/credentials",
                                Json.createObjectBuilder()
                                        .add("name", "traced device")
                                        .add("kind", "ip")
                                        .add("cidr", address + "/32")
                                        .build())
                        .statusCode())
                .isEqualTo(201);
        return address;
    }

    private Answer send(String device, String body) {
        return await("the credential is known")
                .atMost(Duration.ofSeconds(30))
                .until(() -> trySending(device, body), Answer::isPositive);
    }

    private Answer trySending(String device, String body) throws IOException {
        try (Submitter submitter = Submitter.connectFrom(device, relay.submission(), relay.trust())) {
            return submitter.trySending(Outgoing.from("device@demo.test")
                    .to("delivered@simulator.test")
                    .text("From: device@demo.test\r\nSubject: Traced\r\n\r\n" + body));
        }
    }

    private static void assertSynced(List<String> calls, String place, String mark, Answer answer) {
        int written = first(calls, 0, call -> call.contains(place) && call.contains(mark));
        int synced = first(calls, written, call -> SYNC.matcher(call).find() && call.contains(place));
        int said = first(calls, 0, call -> call.contains("queued as " + answer.queueId()));
        assertThat(written).as("written to " + place).isNotNegative();
        assertThat(synced).as("synced").isNotNegative();
        assertThat(said).as("250 was said").isNotNegative();
        assertThat(synced).as("synced before 250").isLessThan(said);
    }

    private static int first(List<String> calls, int from, Predicate<String> fits) {
        for (int i = Math.max(0, from); i < calls.size(); i++) {
            if (fits.test(calls.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
