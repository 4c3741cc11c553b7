package relay.smtp.dialog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import relay.smtp.ListenerRole;
import relay.smtp.listener.AccessLimits;
import relay.smtp.listener.ListenerSettings;
import relay.smtp.listener.SmtpListeners;
import relay.smtp.listener.StorageLimits;

/** Every dialog over TCP and TLS against the listener. */
class DialogsOverSocketsTest {
    @TempDir
    Path data;

    @TestFactory
    Stream<DynamicTest> speaksAsScripted() throws IOException, URISyntaxException {
        return DialogFiles.in("dialogs").stream()
                .map(dialog -> DynamicTest.dynamicTest(dialog.name(), () -> speak(dialog)));
    }

    private void speak(Dialog dialog) throws IOException, GeneralSecurityException {
        FakeRelay relay = new FakeRelay();
        if (dialog.isMarked("admitted")) {
            relay.admitAll();
        }
        try (FakeApplication application = new FakeApplication(relay);
                SmtpListeners listeners = SmtpListeners.start(settings(dialog), application)) {
            if (dialog.isMarked("not-ready")) {
                application.notReady();
            }
            dialog.run(new OverSockets(listeners, relay), Map.of());
        }
    }

    private ListenerSettings settings(Dialog dialog) {
        long neededFree = dialog.isMarked("disk-full") ? Long.MAX_VALUE : 0;
        return ListenerSettings.ofDefaults()
                .withBind(InetAddress.getLoopbackAddress())
                .withPorts(ListenerSettings.ports(0, 0, 0))
                .withHostname("relay.example")
                .withDataDirectory(data)
                .withLimits(DialogsInMemoryTest.LIMITS)
                .withAccess(withFreeLogins(3))
                .withStorage(new StorageLimits(16 * 1024, 16 * 1024, neededFree, 0));
    }

    private static AccessLimits withFreeLogins(int failures) {
        AccessLimits defaults = AccessLimits.ofDefaults();
        return new AccessLimits(
                defaults.connections(),
                defaults.connectionsPerPeer(),
                failures,
                defaults.firstLoginWait(),
                defaults.longestLoginWait(),
                defaults.admissionMemory());
    }

    private final class OverSockets implements Surface {
        private final SmtpListeners listeners;
        private final FakeRelay relay;

        OverSockets(SmtpListeners listeners, FakeRelay relay) {
            this.listeners = listeners;
            this.relay = relay;
        }

        @Override
        public Wire connect(ListenerRole role) throws IOException {
            SocketWire wire =
                    new SocketWire(listeners.addresses().get(role), Trust.in(data.resolve("tls/self-signed.crt")));
            if (role == ListenerRole.SUBMISSIONS) {
                wire.startTls();
            }
            return wire;
        }

        @Override
        public List<Received> received() {
            return relay.received();
        }
    }
}
