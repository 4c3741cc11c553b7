package relay.smtp.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import relay.smtp.ListenerRole;
import relay.smtp.sasl.Passwords;
import relay.smtp.server.AdmissionMemory;
import relay.smtp.server.Availability;
import relay.smtp.server.LoginThrottle;
import relay.smtp.server.SessionLimits;
import relay.smtp.server.SessionServices;

/** Every dialog against the session alone. */
class DialogsInMemoryTest {
    /** Small, so that dialogs reach them. */
    static final SessionLimits LIMITS = new SessionLimits(4000, 3, 12, 10, 15, 2, 1500, 20_000);

    @TestFactory
    Stream<DynamicTest> speaksAsScripted() throws IOException, URISyntaxException {
        return DialogFiles.in("dialogs").stream()
                .map(dialog -> DynamicTest.dynamicTest(dialog.name(), () -> speak(dialog, false)));
    }

    /** What was said in one piece must mean the same byte by byte, save where being too early is the point. */
    @TestFactory
    Stream<DynamicTest> speaksTheSameWhenBytesDripIn() throws IOException, URISyntaxException {
        return DialogFiles.in("dialogs").stream()
                .filter(dialog -> !dialog.isMarked("too-early"))
                .map(dialog -> DynamicTest.dynamicTest(dialog.name(), () -> speak(dialog, true)));
    }

    private static void speak(Dialog dialog, boolean dripping) throws IOException {
        FakeRelay relay = new FakeRelay();
        MemoryStore store = new MemoryStore();
        if (dialog.isMarked("admitted")) {
            relay.admitAll();
        }
        SessionServices services = services(condition(dialog), store);
        dialog.run(
                new Surface() {
                    @Override
                    public Wire connect(ListenerRole role) {
                        return new MemoryWire(services, role, relay, dripping);
                    }

                    @Override
                    public List<Received> received() {
                        return relay.received();
                    }
                },
                Map.of());
        assertThat(store.open()).as("messages that were not freed").isZero();
    }

    private static String condition(Dialog dialog) {
        return Stream.of("not-ready", "disk-full")
                .filter(dialog::isMarked)
                .findFirst()
                .orElse("");
    }

    static SessionServices services(String condition, MemoryStore store) {
        return new SessionServices(
                "relay.example",
                LIMITS,
                Set.of(ListenerRole.values()),
                new Availability() {
                    @Override
                    public boolean acceptingSessions() {
                        return !condition.equals("not-ready");
                    }

                    @Override
                    public boolean acceptingMail() {
                        return !condition.equals("disk-full");
                    }
                },
                new AdmissionMemory(Duration.ofSeconds(5), () -> 0),
                new LoginThrottle(3, Duration.ofSeconds(1), Duration.ofMinutes(1), () -> 0),
                new Passwords(new byte[32], Duration.ofMinutes(1), 100, () -> 0),
                store);
    }
}
