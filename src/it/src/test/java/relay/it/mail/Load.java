package relay.it.mail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import relay.it.running.RelayProcess;

/**
 * Many notes over many sessions at a time, each to a recipient of its own. A session ends when the relay goes away, when
 * all are sent, or when it is told to.
 */
public final class Load {
    private static final String SENDER = "load@demo.test";
    private static final String FILLING = "All work and no play makes Jack a dull boy.\r\n".repeat(50);

    private final RelayProcess relay;
    private final String prefix;
    private final String domain;
    private final int most;
    private final AtomicInteger next = new AtomicInteger();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final List<Thread> sessions = new ArrayList<>();
    private volatile boolean stopping;

    private Load(RelayProcess relay, String prefix, String domain, int most) {
        this.relay = relay;
        this.prefix = prefix;
        this.domain = domain;
        this.most = most;
    }

    /** Begins to send to {@code PREFIX0@DOMAIN}, {@code PREFIX1@DOMAIN} and so on. */
    public static Load begin(RelayProcess relay, String prefix, String domain, int sessions, int messages) {
        Load load = new Load(relay, prefix, domain, messages);
        for (int i = 0; i < sessions; i++) {
            Thread session = new Thread(load::session, "load-" + i);
            session.setDaemon(true);
            load.sessions.add(session);
            session.start();
        }
        return load;
    }

    private void session() {
        try (Submitter submitter = relay.submitter()) {
            for (int number = next.getAndIncrement(); number < most && !stopping; number = next.getAndIncrement()) {
                send(submitter, prefix + number + "@" + domain);
            }
        } catch (IOException gone) {
            // what was under way is unknown to its sender
        }
    }

    private void send(Submitter submitter, String recipient) throws IOException {
        Answer answer = submitter.trySending(Outgoing.from(SENDER)
                .to(recipient)
                .text("From: " + SENDER + "\r\nTo: " + recipient + "\r\nSubject: Load\r\n\r\n" + FILLING));
        if (answer.isPositive()) {
            accepted.add(recipient);
        } else {
            refusals.add(answer.text());
        }
    }

    /** Recipients whose message got its 250. */
    public Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    public int acceptedCount() {
        return accepted.size();
    }

    /** Replies that were not positive. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Begins nothing new, and waits until all sessions have ended. */
    public void stop() throws InterruptedException {
        stopping = true;
        await();
    }

    /** Waits until all sessions have ended. */
    public void await() throws InterruptedException {
        for (Thread session : sessions) {
            session.join();
        }
    }
}
