package relay.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.smtp.ListenerRole;
import relay.smtp.dialog.FakeRelay;
import relay.smtp.dialog.SocketWire;
import relay.smtp.listener.ListenerSettings;

class SmtpResourceAdapterTest {
    @TempDir
    Path data;

    private final FakeContainer container = new FakeContainer();
    private final FakeRelay relay = new FakeRelay();
    private final FakeEndpoints endpoints = new FakeEndpoints(relay);
    private final SmtpActivationSpec spec = new SmtpActivationSpec();
    private SmtpResourceAdapter adapter;

    @BeforeEach
    void start() throws ResourceException {
        adapter = new SmtpResourceAdapter(
                () -> ListenerSettings.ofDefaults().withDataDirectory(data).withPorts(ListenerSettings.ports(0, 0, 0)));
        adapter.start(container);
    }

    @AfterEach
    void stop() {
        adapter.stop();
        container.close();
    }

    @Test
    void handsMailToTheEndpoint() throws ResourceException, IOException {
        adapter.endpointActivation(endpoints, spec);
        try (SocketWire wire = greeted()) {
            assertThat(wire.readLineAfter("HELO client.example")).startsWith("250");
            assertThat(wire.readLineAfter("MAIL FROM:<a@client.example>")).startsWith("250");
            assertThat(wire.readLineAfter("RCPT TO:<joe@example.org>")).startsWith("250");
            assertThat(wire.readLineAfter("DATA")).startsWith("354");
            assertThat(wire.readLineAfter("Hello\r\n.")).startsWith("250 2.0.0 Ok: queued as ");
        }
        assertThat(relay.received()).hasSize(1);
    }

    @Test
    void doesNotAcknowledgeWhatTheTransactionLost() throws ResourceException, IOException {
        adapter.endpointActivation(endpoints, spec);
        try (SocketWire wire = greeted()) {
            wire.readLineAfter("HELO client.example");
            wire.readLineAfter("MAIL FROM:<a@client.example>");
            wire.readLineAfter("RCPT TO:<joe@example.org>");
            wire.readLineAfter("DATA");
            endpoints.failing = true;
            assertThat(wire.readLineAfter("Hello\r\n.")).startsWith("451 4.3.0");
        }
    }

    @Test
    void greetsWith421UntilTheApplicationTakesCalls() throws ResourceException, IOException {
        endpoints.available = false;
        adapter.endpointActivation(endpoints, spec);
        try (SocketWire wire = connect()) {
            assertThat(wire.readLine()).startsWith("421 4.3.2");
            assertThat(wire.readLine()).isNull();
        }
        endpoints.available = true;
        greeted().close();
    }

    @Test
    void refusesASecondActivationOfTheSamePorts() throws ResourceException {
        adapter.endpointActivation(endpoints, spec);
        int taken = ListenerStatus.bound().get(ListenerRole.TRANSFER).getPort();
        SmtpResourceAdapter second = new SmtpResourceAdapter(() ->
                ListenerSettings.ofDefaults().withDataDirectory(data).withPorts(ListenerSettings.ports(taken, 0, 0)));
        second.start(container);
        assertThatThrownBy(() -> second.endpointActivation(endpoints, new SmtpActivationSpec()))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining(":" + taken)
                .hasMessageContaining("TRANSFER");
    }

    @Test
    void releasesThePortsForARedeployment() throws ResourceException, IOException {
        adapter.endpointActivation(endpoints, spec);
        int port = ListenerStatus.bound().get(ListenerRole.TRANSFER).getPort();
        adapter.endpointDeactivation(endpoints, spec);
        assertThat(ListenerStatus.bound()).isEmpty();
        adapter.setSmtpPort(port);
        adapter.endpointActivation(endpoints, spec);
        assertThat(ListenerStatus.bound().get(ListenerRole.TRANSFER).getPort()).isEqualTo(port);
        greeted().close();
    }

    @Test
    void releasesThePortsWhenNoThreadIsToBeHad() throws ResourceException {
        container.rejecting = true;
        assertThatThrownBy(() -> adapter.endpointActivation(endpoints, spec)).isInstanceOf(ResourceException.class);
        assertThat(ListenerStatus.bound()).isEmpty();
    }

    @Test
    void tellsWhichListenersAreUp() throws ResourceException {
        assertThat(ListenerStatus.bound()).isEmpty();
        adapter.endpointActivation(endpoints, spec);
        assertThat(ListenerStatus.bound()).containsOnlyKeys(ListenerRole.values());
        adapter.stop();
        assertThat(ListenerStatus.bound()).isEmpty();
    }

    @Test
    void namesASettingThatIsWrong() {
        adapter.setSmtpPort(70_000);
        assertThatThrownBy(() -> adapter.endpointActivation(endpoints, spec)).hasMessageContaining("70000");
        spec.setDispatchers(0);
        assertThatThrownBy(spec::validate)
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("dispatchers is 0");
    }

    private static SocketWire connect() throws IOException {
        InetSocketAddress address = ListenerStatus.bound().get(ListenerRole.TRANSFER);
        return new SocketWire(address, null);
    }

    /** A connection that was greeted with 220: the application is probed in the background. */
    private static SocketWire greeted() {
        return await().until(SmtpResourceAdapterTest::tryGreeting, wire -> wire != null);
    }

    private static SocketWire tryGreeting() throws IOException {
        SocketWire wire = connect();
        if (wire.readLine().startsWith("220")) {
            return wire;
        }
        wire.close();
        return null;
    }
}
