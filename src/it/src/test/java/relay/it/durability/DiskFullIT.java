package relay.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import relay.it.internet.Internet;
import relay.it.mail.Answer;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.mail.Submitter;
import relay.it.running.Meters;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SmallDisk;
import relay.it.running.SystemTest;
import relay.smtp.testing.MxMoment;
import relay.smtp.testing.ScriptedMx;

/**
 * A disk that fills: at the high-water mark mail is refused for now, what was accepted goes on its way nevertheless, and
 * once there is space mail is accepted again without a restart.
 */
@SystemTest
class DiskFullIT {
    private static final int DISK_MEGABYTES = 900;
    private static final long RESERVE = 128 << 20;
    private static final long ROOM_FOR_MAIL = 48 << 20;
    private static final int MOST_MESSAGES = 100;
    private static final String BODY = incompressible(24_000);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Lines that no compression makes smaller than the disk wants them. */
    private static String incompressible(int lines) {
        Random random = new Random(1);
        byte[] bytes = new byte[57];
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            random.nextBytes(bytes);
            text.append(Base64.getEncoder().encodeToString(bytes)).append("\r\n");
        }
        return text.toString();
    }

    @Test
    void refusesMailForNowAndLosesNone() throws IOException, InterruptedException {
        try (SmallDisk disk = SmallDisk.mount(DISK_MEGABYTES);
                Internet internet = new Internet();
                ScriptedMx mx = internet.host()
                        .keepingNoContent()
                        .on(MxMoment.RCPT)
                        .reply("450 4.2.1 Not now")
                        .start();
                RelayProcess relay = internet.joinedBy(RelaySetUp.named("disk-full"))
                        .in(Files.createDirectory(disk.directory().resolve("data")))
                        .with("RELAY_DISK_RESERVE", Long.toString(RESERVE))
                        .with("RELAY_RETRY_SCHEDULE", "1s")
                        .start()) {
            String domain = internet.domainAt(mx);
            disk.fillUpTo(RESERVE + ROOM_FOR_MAIL);
            List<String> accepted = fill(relay, domain);
            assertThat(byRest(relay, "rest@" + domain).statusCode()).isEqualTo(503);
            mx.acceptAllFromNowOn();
            awaitDelivered(relay, accepted);
            assertThat(tryOne(relay, "still-full@" + domain)).isEqualTo("452 4.3.1");

            disk.empty();
            await().atMost(PATIENCE).until(() -> tryOne(relay, "smtp@" + domain).startsWith("250"));
            assertThat(byRest(relay, "rest@" + domain).statusCode()).isEqualTo(202);
            accepted.addAll(List.of("smtp@" + domain, "rest@" + domain));
            awaitDelivered(relay, accepted);
            assertThat(mx.messages().stream().flatMap(message -> message.recipients().stream()))
                    .containsExactlyInAnyOrderElementsOf(accepted);
        }
    }

    /** Sends until mail is refused; the recipients of what was accepted. */
    private static List<String> fill(RelayProcess relay, String domain) throws IOException {
        List<String> accepted = new ArrayList<>();
        String answer = "250";
        for (int i = 0; i < MOST_MESSAGES && answer.startsWith("250"); i++) {
            String recipient = "joe" + i + "@" + domain;
            answer = tryOne(relay, recipient);
            if (answer.startsWith("250")) {
                accepted.add(recipient);
            }
        }
        assertThat(answer).isEqualTo("452 4.3.1");
        assertThat(accepted).isNotEmpty();
        return accepted;
    }

    /** The reply code and the enhanced one. */
    private static String tryOne(RelayProcess relay, String recipient) throws IOException {
        try (Submitter submitter = relay.submitter()) {
            Answer answer = submitter.trySending(Outgoing.from("hello@demo.test")
                    .to(recipient)
                    .text("From: hello@demo.test\r\nSubject: Filling\r\n\r\n" + BODY));
            return answer.text().substring(0, "452 4.3.1".length());
        }
    }

    private static HttpResponse<String> byRest(RelayProcess relay, String recipient) {
        JsonObject letter = Json.createObjectBuilder()
                .add("from", "hello@demo.test")
                .add("to", Json.createArrayBuilder().add(recipient))
                .add("subject", "Filling")
                .add("text", "Is there room?")
                .build();
        return RelayRest.of(relay).post("/api/v1/messages", letter);
    }

    private static void awaitDelivered(RelayProcess relay, List<String> accepted) {
        Meters meters = Meters.of(relay);
        await().atMost(PATIENCE).until(() -> meters.delivered() == accepted.size());
    }
}
