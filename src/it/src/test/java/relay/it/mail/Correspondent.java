package relay.it.mail;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import relay.it.internet.Internet;
import relay.it.running.RelayProcess;
import relay.smtp.testing.ScriptedMx;

/** Somebody with a domain of his own who sends through a relay and gets his reports at his own mail host. */
public final class Correspondent implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RelayProcess relay;
    private final ScriptedMx mx;
    private final String address;

    public Correspondent(RelayProcess relay, Internet internet) {
        this.relay = relay;
        mx = internet.host().start();
        address = "sender@" + internet.domainAt(mx);
    }

    public String address() {
        return address;
    }

    /** His mail host. */
    public ScriptedMx mx() {
        return mx;
    }

    /** Sends a note; its queue id. */
    public String write(String recipient) throws IOException {
        return send(Outgoing.note(address, recipient));
    }

    public String send(Outgoing message) throws IOException {
        try (Submitter submitter = relay.submitter()) {
            return submitter.send(message);
        }
    }

    /** Waits for the first report about a recipient. */
    public Notice awaitNotice(String recipient) throws IOException {
        return Notice.read(await("report about " + recipient)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> mx.messages().stream()
                                .filter(message -> message.text().contains("Final-Recipient: rfc822;" + recipient)
                                        || message.text().contains("Final-Recipient: rfc822; " + recipient)
                                        || message.text().contains("Final-Recipient: utf-8; " + recipient))
                                .findFirst(),
                        found -> found.isPresent())
                .get());
    }

    @Override
    public void close() {
        mx.close();
    }
}
