package relay.smtp.testing;

import java.net.InetAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What one client said to a {@link ScriptedMx}. */
public final class MxSession {
    private final int number;
    private final InetAddress peer;
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile String tls;
    private volatile String serverName;
    private volatile String tlsSession;
    private volatile long tlsBegan;
    private volatile String user;

    MxSession(int number, InetAddress peer) {
        this.number = number;
        this.peer = peer;
    }

    /** 1 for the first session of the server. */
    public int number() {
        return number;
    }

    /** The address that the client has connected from. */
    public InetAddress peer() {
        return peer;
    }

    /** The commands as they were received, without line ends; contents and answers to AUTH are none. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** TLS version and cipher, or null. */
    public String tls() {
        return tls;
    }

    /** The name that the client asked for by SNI, or null. */
    public String serverName() {
        return serverName;
    }

    /** Identity of the TLS session, the same when it is resumed (TLS 1.2). */
    public String tlsSession() {
        return tlsSession;
    }

    /** When the TLS session was made, milliseconds since 1970: before this one, where an earlier one is resumed. */
    public long tlsBegan() {
        return tlsBegan;
    }

    /** Who has logged in, or null. */
    public String user() {
        return user;
    }

    /** Waits until the connection has ended, however it did. */
    public void awaitEnd() throws InterruptedException {
        if (!ended.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("session " + number + " has not ended; it said " + commands);
        }
    }

    void heard(String command) {
        commands.add(command);
    }

    void encrypted(String protocolAndCipher, String name, String identity, long began) {
        tls = protocolAndCipher;
        serverName = name;
        tlsSession = identity;
        tlsBegan = began;
    }

    void loggedIn(String name) {
        user = name;
    }

    void end() {
        ended.countDown();
    }

    @Override
    public String toString() {
        return "session " + number + " " + commands;
    }
}
