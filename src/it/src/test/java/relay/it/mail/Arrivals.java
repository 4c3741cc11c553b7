package relay.it.mail;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import relay.smtp.testing.ReceivedMessage;
import relay.smtp.testing.ScriptedMx;

/** What arrived at a remote host for a recipient. */
public final class Arrivals {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Arrivals() {}

    /** Waits for the first message to a recipient. */
    public static ReceivedMessage awaitOne(ScriptedMx mx, String recipient) {
        return await("message to " + recipient)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> of(mx, recipient), messages -> !messages.isEmpty())
                .get(0);
    }

    /** All messages to a recipient so far. */
    public static List<ReceivedMessage> of(ScriptedMx mx, String recipient) {
        return mx.messages().stream()
                .filter(message -> message.recipients().contains(recipient))
                .toList();
    }
}
