package relay.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import relay.routing.Route;
import relay.smtp.client.SmtpConnection;

/**
 * The queue of one recipient domain in memory: what is ready, what is under way, which connections are idle. Belongs to
 * the engine's thread.
 *
 * <p>After {@value #FAILURES_UNTIL_DEAD} failed connections in a row the destination counts as dead for a while: what is
 * ready is deferred without a try each, so that a dead host costs one attempt and not thousands.
 */
final class Destination {
    static final int FAILURES_UNTIL_DEAD = 3;

    private final String domain;
    private final Deque<Delivery> ready = new ArrayDeque<>();
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    private Route route;
    private long routeUntil;
    private int busy;
    private int failures;
    private long deadUntil;
    private String deadReason;

    Destination(String domain) {
        this.domain = domain;
    }

    String domain() {
        return domain;
    }

    void add(Delivery delivery) {
        ready.addLast(delivery);
    }

    Delivery take() {
        busy++;
        return ready.removeFirst();
    }

    void done() {
        busy--;
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    int readyCount() {
        return ready.size();
    }

    int busy() {
        return busy;
    }

    boolean isUnused() {
        return ready.isEmpty() && busy == 0 && idle.isEmpty();
    }

    Route route(long now) {
        return now < routeUntil ? route : null;
    }

    void keepRoute(Route found, long until) {
        route = found;
        routeUntil = until;
    }

    void connected() {
        failures = 0;
    }

    /** One more connection failed; returns whether the destination is dead now. */
    void connectionFailed(String reason, long now, long pauseMillis) {
        failures++;
        if (failures >= FAILURES_UNTIL_DEAD) {
            deadUntil = now + pauseMillis;
            deadReason = reason;
            // the first try after the pause is a probe: a failure is final again at once
            failures = FAILURES_UNTIL_DEAD - 1;
        }
    }

    boolean isDead(long now) {
        return now < deadUntil;
    }

    String deadReason() {
        return deadReason;
    }

    PooledConnection reuse() {
        PooledConnection connection = idle.pollLast();
        while (connection != null && !connection.connection().isOpen()) {
            connection = idle.pollLast();
        }
        return connection;
    }

    void release(PooledConnection connection) {
        idle.addLast(connection);
    }

    /** Closes connections that have been idle since before this time. */
    void closeIdle(long since) {
        while (!idle.isEmpty() && idle.peekFirst().idleSince() < since) {
            idle.removeFirst().connection().quit();
        }
    }

    /**
     * An open connection with what it has carried.
     *
     * @param connection the connection
     * @param messages how many it has carried
     * @param idleSince milliseconds since 1970
     */
    record PooledConnection(SmtpConnection connection, int messages, long idleSince) {}
}
