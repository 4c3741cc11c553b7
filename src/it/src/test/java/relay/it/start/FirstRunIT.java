package relay.it.start;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import relay.it.mail.Outgoing;
import relay.it.mail.RelayRest;
import relay.it.mail.Submitter;
import relay.it.running.FirstLogin;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;

/** What somebody sees who starts the relay for the first time, and what is still there the second time. */
@SystemTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstRunIT {
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    private final RelayProcess relay = RelaySetUp.named("first-run").prepare();
    private FirstLogin login;

    @BeforeAll
    void start() {
        relay.start();
        login = relay.firstLogin();
    }

    @AfterAll
    void end() {
        relay.close();
    }

    @Test
    @Order(1)
    void saysThatItIsReadyAndWhere() {
        await().atMost(DELIVERY).until(() -> relay.log().contains("Relay is ready"));
        assertThat(relay.log())
                .contains(relay.url("/console").toString())
                .contains("127.0.0.1:" + relay.setting("RELAY_SUBMISSION_PORT"))
                .contains("127.0.0.1:" + relay.setting("RELAY_SUBMISSIONS_PORT"));
    }

    @Test
    @Order(1)
    void keepsTheFirstLoginForItsOwner() throws IOException {
        Path file = relay.dataDirectory().resolve("first-login.txt");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(login.administratorPassword()).hasSizeGreaterThanOrEqualTo(16);
    }

    @Test
    @Order(2)
    void sendsByTheLineThatItPrints() throws IOException, InterruptedException {
        Process curl = new ProcessBuilder("sh", "-c", login.curlLine())
                .redirectErrorStream(true)
                .start();
        String said = new String(curl.getInputStream().readAllBytes(), UTF_8);
        assertThat(curl.waitFor()).as(said).isZero();
        awaitDelivered(1);
    }

    @Test
    @Order(3)
    void endsWithinTwentySecondsOfCtrlC() {
        relay.askToStop();
        await().atMost(Duration.ofSeconds(20)).until(() -> !relay.isAlive());
        // the exit code of a Java virtual machine that SIGTERM ended in order
        assertThat(relay.awaitEnd()).isEqualTo(128 + 15);
    }

    @Test
    @Order(4)
    void keepsEverythingOverARestart() throws IOException {
        relay.start();
        assertThat(relay.firstLogin()).isEqualTo(login);
        try (Submitter submitter = relay.submitter()) {
            submitter.send(Outgoing.note("hello@demo.test", "delivered+again@simulator.test"));
        }
        awaitDelivered(2);
    }

    @Test
    @Order(5)
    void writesNoSecretIntoALog() throws IOException {
        List<String> secrets = new ArrayList<>(List.of(
                login.administratorPassword(),
                login.password(),
                login.restKey(),
                RelayProcess.ADMIN_TOKEN,
                Base64.getEncoder()
                        .encodeToString(("\0" + login.username() + "\0" + login.password()).getBytes(UTF_8))));
        secrets.add(
                Files.readString(relay.dataDirectory().resolve("secret.key")).strip());
        assertThat(relay.log()).doesNotContain(secrets);
        for (Path log : logFiles()) {
            assertThat(Files.readString(log, ISO_8859_1)).as(log.toString()).doesNotContain(secrets);
        }
    }

    private List<Path> logFiles() throws IOException {
        try (Stream<Path> files = Files.walk(relay.dataDirectory())) {
            return files.filter(file ->
                            file.toString().endsWith(".log") || file.toString().endsWith(".txt"))
                    .filter(file -> !file.endsWith("first-login.txt"))
                    .toList();
        }
    }

    private void awaitDelivered(int recipients) {
        await().atMost(DELIVERY)
                .untilAsserted(() -> assertThat(RelayRest.of(relay).recipientsWith("delivered"))
                        .hasSize(recipients));
    }
}
