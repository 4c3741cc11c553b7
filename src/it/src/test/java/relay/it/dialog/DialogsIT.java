package relay.it.dialog;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import relay.it.internet.Internet;
import relay.it.running.FirstLogin;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;
import relay.it.running.SystemTest;
import relay.report.ReturnPath;
import relay.secret.SecretBox;
import relay.smtp.ListenerRole;
import relay.smtp.dialog.DialogFiles;
import relay.smtp.dialog.Received;
import relay.smtp.dialog.SocketWire;
import relay.smtp.dialog.Surface;
import relay.smtp.dialog.Wire;

/**
 * The dialogs that need no fake: what they call alice is the demonstration's credential here, her domain is demo.test,
 * and the recipients of mail from outside are return paths of our own. Each dialog comes from another address, so that
 * one's wrong passwords are not held against the next.
 */
@SystemTest
class DialogsIT {
    private static final String SECRET_KEY = "secret-key-of-the-dialogs";
    private static final Set<String> NEEDS_MORE =
            Set.of("admitted", "not-ready", "disk-full", "small-limits", "fake-relay");

    private final Internet internet = new Internet();
    private final RelayProcess relay = internet.joinedBy(RelaySetUp.named("dialogs"))
            .with("RELAY_SECRET_KEY", SECRET_KEY)
            .with("RELAY_MAX_MESSAGE_SIZE", "4000")
            .with("RELAY_MAX_ERRORS", "10")
            .prepare();

    @BeforeAll
    void start() {
        relay.start();
    }

    @AfterAll
    void end() {
        relay.close();
        internet.close();
    }

    @TestFactory
    Stream<DynamicTest> speaksAsScripted() throws IOException, URISyntaxException {
        return DialogFiles.in("dialogs").stream()
                .filter(dialog -> NEEDS_MORE.stream().noneMatch(dialog::isMarked))
                .map(dialog -> DynamicTest.dynamicTest(dialog.name(), () -> dialog.run(newPeer(), glossary())));
    }

    private Map<String, String> glossary() {
        FirstLogin login = relay.firstLogin();
        Map<String, String> glossary = new LinkedHashMap<>();
        for (String local : List.of("joe", "ann", "tim")) {
            glossary.put("RCPT TO:<" + local + "@example.org>", "RCPT TO:<" + returnPath(local.charAt(0)) + ">");
        }
        glossary.put("alice", login.username());
        glossary.put("secret", login.password());
        glossary.put("example.org", "demo.test");
        glossary.put("EXAMPLE.ORG", "DEMO.TEST");
        return glossary;
    }

    private static String returnPath(int number) {
        return new ReturnPath(new SecretBox(SECRET_KEY)).of("0".repeat(20), number, "demo.test");
    }

    private Surface newPeer() throws IOException {
        InetSocketAddress from = new InetSocketAddress(internet.newAddress(), 0);
        SSLContext trust = relay.trust();
        return new Surface() {
            @Override
            public Wire connect(ListenerRole role) throws IOException {
                SocketWire wire = new SocketWire(from, address(role), trust);
                if (role == ListenerRole.SUBMISSIONS) {
                    wire.startTls();
                }
                return wire;
            }

            @Override
            public List<Received> received() {
                return null;
            }
        };
    }

    private InetSocketAddress address(ListenerRole role) {
        return switch (role) {
            case TRANSFER -> relay.transfer();
            case SUBMISSION -> relay.submission();
            case SUBMISSIONS -> relay.submissions();
        };
    }
}
