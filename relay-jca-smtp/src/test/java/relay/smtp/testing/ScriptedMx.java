package relay.smtp.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A remote host on loopback that speaks real SMTP over real sockets, does what its script says and records what it
 * hears. It has a thread for each session.
 *
 * <pre>{@code
 * try (ScriptedMx mx = ScriptedMx.script()
 *         .without("PIPELINING")
 *         .on(RCPT).of("bob@example.org").reply("550 5.1.1 no such user")
 *         .on(FINAL_DOT).once().takeAndDrop()
 *         .start()) {
 *     …
 *     mx.awaitMessages(1, Duration.ofSeconds(10));
 * }
 * }</pre>
 */
public final class ScriptedMx implements AutoCloseable {
    private final MxScript script;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(ScriptedMx::thread);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<MxSession> sessions = new ArrayList<>();
    private final List<ReceivedMessage> messages = new ArrayList<>();

    ScriptedMx(MxScript script) {
        this.script = script;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(script.address(), 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::acceptAll);
    }

    /** Begins a script. */
    public static MxScript script() {
        return new MxScript();
    }

    /** A server that accepts everything. */
    public static ScriptedMx accepting() {
        return script().start();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "scripted-mx");
        thread.setDaemon(true);
        return thread;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Adds a rule to the running server; it comes before all others. */
    public MxRule<ScriptedMx> on(MxMoment moment) {
        return new MxRule<>(moment, this, script.rules()::add);
    }

    /** Drops all rules: the server accepts everything from now on. */
    public ScriptedMx acceptAllFromNowOn() {
        script.rules().clear();
        return this;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                accept(server.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void accept(Socket connection) {
        connections.add(connection);
        MxConversation conversation = new MxConversation(this, script, connection, newSession(connection));
        try {
            threads.execute(() -> {
                conversation.run();
                connections.remove(connection);
            });
        } catch (RejectedExecutionException closed) {
            close(connection);
        }
    }

    private synchronized MxSession newSession(Socket connection) {
        MxSession session = new MxSession(sessions.size() + 1, connection.getInetAddress());
        sessions.add(session);
        notifyAll();
        return session;
    }

    synchronized void take(ReceivedMessage message) {
        messages.add(message);
        notifyAll();
    }

    /** All sessions so far, open ones too. */
    public synchronized List<MxSession> sessions() {
        return List.copyOf(sessions);
    }

    /** The session with this number, from 1; waits for it. */
    public MxSession session(int number) throws InterruptedException {
        return awaitSessions(number, Duration.ofSeconds(30)).get(number - 1);
    }

    /** All messages taken so far. */
    public synchronized List<ReceivedMessage> messages() {
        return List.copyOf(messages);
    }

    public synchronized int messageCount() {
        return messages.size();
    }

    /** Forgets the messages taken so far. */
    public synchronized void forgetMessages() {
        messages.clear();
    }

    /** Waits until that many messages were taken, or fails. */
    public List<ReceivedMessage> awaitMessages(int count, Duration timeout) throws InterruptedException {
        await(() -> messages.size() >= count, timeout, () -> count + " messages, took " + messages.size());
        return messages();
    }

    /** Waits until that many sessions were begun, or fails. */
    public List<MxSession> awaitSessions(int count, Duration timeout) throws InterruptedException {
        await(() -> sessions.size() >= count, timeout, () -> count + " sessions, had " + sessions.size());
        return sessions();
    }

    private synchronized void await(BooleanSupplier condition, Duration timeout, Supplier<String> expected)
            throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("waited " + timeout + " for " + expected.get());
            }
            wait(left);
        }
    }

    /** Refuses connections from now on; sessions go on. */
    public void stopListening() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drops all sessions; new ones are welcome. */
    public void dropSessions() {
        connections.forEach(ScriptedMx::close);
    }

    @Override
    public void close() {
        stopListening();
        dropSessions();
        threads.shutdownNow();
    }

    private static void close(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
