package relay.smtp.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.configuration.Network;
import relay.smtp.ListenerRole;
import relay.smtp.dialog.FakeApplication;
import relay.smtp.dialog.FakeRelay;
import relay.smtp.dialog.SocketWire;

class SmtpListenersTest {
    @TempDir
    Path data;

    private final FakeRelay relay = new FakeRelay();
    private final FakeApplication application = new FakeApplication(relay);
    private SmtpListeners listeners;

    @AfterEach
    void stop() {
        listeners.close();
        application.close();
    }

    @Test
    void limitsTheConnectionsOfAPeer() throws IOException, GeneralSecurityException {
        AccessLimits d = AccessLimits.ofDefaults();
        start(settings()
                .withAccess(new AccessLimits(
                        10, 2, d.freeLoginFailures(), d.firstLoginWait(), d.longestLoginWait(), d.admissionMemory())));
        try (SocketWire one = greeted()) {
            try (SocketWire two = greeted();
                    SocketWire three = connect()) {
                assertThat(three.readLine()).startsWith("421 4.7.0 Too many connections");
                assertThat(three.readLine()).isNull();
                assertThat(two.readLineAfter("NOOP")).startsWith("250");
            }
            await().until(() -> listeners.connections() == 1);
            greeted().close();
            assertThat(one.readLineAfter("NOOP")).startsWith("250");
        }
    }

    @Test
    void tellsIdleSessionsThatItStops() throws IOException, GeneralSecurityException {
        start(settings());
        try (SocketWire idle = greeted()) {
            listeners.close();
            assertThat(idle.readLine()).startsWith("421 4.3.2");
            assertThat(idle.readLine()).isNull();
        }
    }

    @Test
    void letsAMessageThatIsArrivingComeToItsReply() throws IOException, GeneralSecurityException {
        start(settings());
        try (SocketWire wire = greeted()) {
            beginText(wire);
            Thread stopping = new Thread(listeners::close);
            stopping.start();
            await().until(() -> listeners.addresses().isEmpty());
            wire.send("Hello\r\n.\r\n".getBytes(US_ASCII));
            assertThat(wire.readLine()).startsWith("250 2.0.0");
            assertThat(wire.readLine()).startsWith("421 4.3.2");
            assertThat(wire.readLine()).isNull();
        }
        assertThat(relay.received()).hasSize(1);
    }

    @Test
    void doesNotWaitForEverForAMessageWhenItStops() throws IOException, GeneralSecurityException {
        Timeouts d = Timeouts.ofDefaults();
        start(settings()
                .withTimeouts(new Timeouts(
                        d.command(),
                        d.text(),
                        d.slowestText(),
                        d.message(),
                        d.handshake(),
                        d.proxyHeader(),
                        Duration.ofMillis(100))));
        try (SocketWire wire = greeted()) {
            beginText(wire);
            listeners.close();
            assertThat(wire.readLine()).startsWith("421 4.3.2");
            assertThat(wire.readLine()).isNull();
        }
        assertThat(relay.received()).isEmpty();
    }

    @Test
    void spoolsALargeMessageAndRemovesItsFile() throws IOException, GeneralSecurityException {
        start(settings());
        String text = ("x".repeat(70) + "\r\n").repeat(20_000);
        try (SocketWire wire = greeted()) {
            beginText(wire);
            wire.send(text.getBytes(US_ASCII));
            await().until(() -> !spoolFiles().isEmpty());
            wire.send(".\r\n".getBytes(US_ASCII));
            assertThat(wire.readLine()).startsWith("250 2.0.0");
        }
        assertThat(new String(relay.received().get(0).content(), US_ASCII)).isEqualTo(text);
        await().until(() -> spoolFiles().isEmpty());
    }

    @Test
    void removesAMessageWhosePeerHasGone() throws IOException, GeneralSecurityException {
        start(settings());
        try (SocketWire wire = greeted()) {
            beginText(wire);
            wire.send(("x".repeat(70) + "\r\n").repeat(20_000).getBytes(US_ASCII));
            await().until(() -> !spoolFiles().isEmpty());
        }
        await().until(() -> spoolFiles().isEmpty());
        assertThat(relay.received()).isEmpty();
    }

    @Test
    void believesTheProxyHeaderOfAListedNetwork() throws IOException, GeneralSecurityException {
        start(settings().withProxies(List.of(Network.parse("127.0.0.0/8"))));
        try (SocketWire wire = connect()) {
            wire.send("PROXY TCP4 198.51.100.7 192.0.2.1 40000 25\r\n".getBytes(US_ASCII));
            assertThat(wire.readLine()).startsWith("220 ");
            beginText(wire);
            wire.send("Hello\r\n.\r\n".getBytes(US_ASCII));
            assertThat(wire.readLine()).startsWith("250");
        }
        assertThat(relay.received().get(0).peer().address().getHostAddress()).isEqualTo("198.51.100.7");
    }

    @Test
    void takesAProxyHeaderFromElsewhereForACommand() throws IOException, GeneralSecurityException {
        start(settings());
        try (SocketWire wire = greeted()) {
            assertThat(wire.readLineAfter("PROXY TCP4 198.51.100.7 192.0.2.1 40000 25"))
                    .startsWith("500 ");
        }
    }

    @Test
    void answersManySessionsAtOnce() throws IOException, GeneralSecurityException {
        start(settings());
        List<SocketWire> wires = Stream.generate(this::connect).limit(50).toList();
        for (SocketWire wire : wires) {
            wire.send("HELO x\r\nMAIL FROM:<a@client.example>\r\nRCPT TO:<joe@example.org>\r\nDATA\r\n"
                    .getBytes(US_ASCII));
        }
        for (SocketWire wire : wires) {
            for (String code : List.of("220", "250", "250", "250", "354")) {
                assertThat(wire.readLine()).startsWith(code);
            }
            wire.send("Hello\r\n.\r\n".getBytes(US_ASCII));
        }
        for (SocketWire wire : wires) {
            assertThat(wire.readLine()).startsWith("250 2.0.0");
            wire.close();
        }
        assertThat(relay.received()).hasSize(50);
    }

    private ListenerSettings settings() {
        return ListenerSettings.ofDefaults()
                .withPorts(ListenerSettings.ports(0, 0, 0))
                .withDataDirectory(data);
    }

    private void start(ListenerSettings settings) throws IOException, GeneralSecurityException {
        listeners = SmtpListeners.start(settings, application);
    }

    private SocketWire connect() {
        try {
            return new SocketWire(listeners.addresses().get(ListenerRole.TRANSFER), null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SocketWire greeted() throws IOException {
        SocketWire wire = connect();
        assertThat(wire.readLine()).startsWith("220 ");
        return wire;
    }

    private static void beginText(SocketWire wire) throws IOException {
        assertThat(wire.readLineAfter("HELO x")).startsWith("250");
        assertThat(wire.readLineAfter("MAIL FROM:<a@client.example>")).startsWith("250");
        assertThat(wire.readLineAfter("RCPT TO:<joe@example.org>")).startsWith("250");
        assertThat(wire.readLineAfter("DATA")).startsWith("354");
    }

    private List<Path> spoolFiles() throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve("spool"))) {
            return all.filter(f -> f.toString().endsWith(".msg")).toList();
        }
    }
}
