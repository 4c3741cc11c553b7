package relay.it.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.RelayRest;
import relay.it.mail.Signatures;
import relay.it.running.FirstLogin;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;
import relay.it.running.Tools;
import relay.smtp.testing.ScriptedMx;

/** Programs that people use send a subject in UTF-8 and an attachment, with STARTTLS and with TLS from the first byte. */
@SystemTest
class ClientsIT {
    private static final String SUBJECT = "Grüße aus Ōsaka";
    private static final int ATTACHMENT_SIZE = 50_000;
    private static final int MINUTES = 3;
    private static final Path SCRIPTS = Path.of("src", "test", "clients").toAbsolutePath();
    private static final Path WORK = Path.of("target", "clients").toAbsolutePath();

    private final RelayProcess relay;
    private final FirstLogin login;
    private final ScriptedMx mx;
    private final String domain;
    private final Signatures signatures;
    private final byte[] attachment = new byte[ATTACHMENT_SIZE];

    ClientsIT(RelayProcess relay, Internet internet) {
        this.relay = relay;
        login = relay.firstLogin();
        mx = internet.host().start();
        domain = internet.domainAt(mx);
        signatures = new Signatures(RelayRest.of(relay).dkimRecords());
        new Random(1).nextBytes(attachment);
    }

    @BeforeAll
    void writeTheAttachment() throws IOException {
        Files.createDirectories(WORK);
        Files.write(file(), attachment);
    }

    @AfterAll
    void end() {
        mx.close();
    }

    private static Path file() {
        return WORK.resolve("attachment.bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "tls"})
    void pythonSends(String mode) throws IOException, InterruptedException {
        assumeRuns("python3", "--version");
        run("python3", script("send.py"), mode, port(mode), recipient("python", mode));
        assertArrived(recipient("python", mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "tls"})
    void nodemailerSends(String mode) throws IOException, InterruptedException {
        assumeRuns("node", "--version");
        assumeRuns("npm", "--version");
        installNodemailer();
        run("node", WORK.resolve("send.mjs").toString(), mode, port(mode), recipient("node", mode));
        assertArrived(recipient("node", mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "tls"})
    void curlSends(String mode) throws IOException, InterruptedException {
        assumeRuns("curl", "--version");
        String scheme = mode.equals("tls") ? "smtps" : "smtp";
        run(
                "curl",
                "--silent",
                "--show-error",
                "--ssl-reqd",
                "--cacert",
                certificate(),
                "--url",
                scheme + "://localhost:" + port(mode),
                "--user",
                login.username() + ":" + login.password(),
                "--mail-from",
                "hello@demo.test",
                "--mail-rcpt",
                recipient("curl", mode),
                "--header",
                "From: hello@demo.test",
                "--header",
                "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus_=C5=8Csaka?=",
                "--form",
                "=Hello;type=text/plain",
                "--form",
                "=@" + file() + ";type=application/octet-stream;encoder=base64");
        assertArrived(recipient("curl", mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "tls"})
    void swaksSends(String mode) throws IOException, InterruptedException {
        Tools.require(List.of(Path.of("/usr/bin/swaks")), "swaks", "libnet-ssleay-perl");
        assumeTrue(succeeds("perl", "-MNet::SSLeay", "-e", "1"), "swaks needs libnet-ssleay-perl");
        run(
                "/usr/bin/swaks",
                "--silent",
                "2",
                "--server",
                "127.0.0.1:" + port(mode),
                mode.equals("tls") ? "--tls-on-connect" : "--tls",
                "--auth-user",
                login.username(),
                "--auth-password",
                login.password(),
                "--from",
                "hello@demo.test",
                "--to",
                recipient("swaks", mode),
                "--h-Subject",
                "=?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus_=C5=8Csaka?=",
                "--attach",
                "@" + file());
        assertArrived(recipient("swaks", mode));
    }

    // What arrived

    private void assertArrived(String recipient) throws IOException {
        byte[] content = Arrivals.awaitOne(mx, recipient).content();
        assertThat(signatures.judge(content))
                .containsExactlyInAnyOrder("pass rsa-sha256 demo.test", "pass ed25519-sha256 demo.test");
        Message message = new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(content));
        assertThat(message.getSubject()).isEqualTo(SUBJECT);
        List<Entity> parts = ((Multipart) message.getBody()).getBodyParts();
        byte[] attached = bytes(parts.get(parts.size() - 1));
        assertThat(Arrays.equals(attached, attachment)).as("the attachment").isTrue();
    }

    private static byte[] bytes(Entity part) throws IOException {
        return ((SingleBody) part.getBody()).getInputStream().readAllBytes();
    }

    // Programs

    private String recipient(String client, String mode) {
        return client + "-" + mode + "@" + domain;
    }

    private String port(String mode) {
        return relay.setting(mode.equals("tls") ? "RELAY_SUBMISSIONS_PORT" : "RELAY_SUBMISSION_PORT");
    }

    private String certificate() {
        return relay.dataDirectory().resolve("tls").resolve("self-signed.crt").toString();
    }

    private static String script(String name) {
        return SCRIPTS.resolve(name).toString();
    }

    private void installNodemailer() throws IOException, InterruptedException {
        Files.copy(SCRIPTS.resolve("send.mjs"), WORK.resolve("send.mjs"), StandardCopyOption.REPLACE_EXISTING);
        Process npm =
                start("npm", "install", "--no-audit", "--no-fund", "--prefix", WORK.toString(), "nodemailer@7.0.10");
        assumeTrue(npm.waitFor(MINUTES, TimeUnit.MINUTES) && npm.exitValue() == 0, "npm cannot install nodemailer");
    }

    private void assumeRuns(String... command) throws InterruptedException {
        assumeTrue(succeeds(command), command[0] + " is not installed");
    }

    private boolean succeeds(String... command) throws InterruptedException {
        try {
            return start(command).waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private void run(String... command) throws IOException, InterruptedException {
        Process process = start(command);
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(Files.readString(words()))
                .isTrue();
    }

    private Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(words().toFile());
        builder.environment().put("SMTP_USER", login.username());
        builder.environment().put("SMTP_PASSWORD", login.password());
        builder.environment().put("SMTP_CERTIFICATE", certificate());
        builder.environment().put("SMTP_SUBJECT", SUBJECT);
        builder.environment().put("SMTP_ATTACHMENT", file().toString());
        return builder.start();
    }

    private static Path words() {
        return WORK.resolve("words.txt");
    }
}
