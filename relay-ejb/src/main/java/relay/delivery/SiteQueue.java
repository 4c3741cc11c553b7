package relay.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import relay.egress.EgressSource;
import relay.egress.SourceHealth;
import relay.ledger.Claim;
import relay.routing.Route;
import relay.shaping.Shaping;
import relay.smtp.client.SmtpConnection;

/**
 * What goes to one site from one source. What is ready for it, what is loaded (claimed, signed
 * and waiting for a connection), its connections and its pace. Belongs to the engine's thread, and decides nothing but
 * what may happen next.
 */
final class SiteQueue {
    private static final int LAST_REPLIES = 5;
    /** Within a record's wait for its outcome. */
    private static final double PROMPT_MILLIS = 200;

    private static final int MOST_LOADED_AHEAD = 4;
    private static final double LOADED_AHEAD_MILLIS = 100;
    private static final double NEWEST_WEIGHT = 0.2;

    private final String name;
    private final ReadyMail ready;
    private final Deque<Loaded> loaded = new ArrayDeque<>();
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    private final Deque<String> lastReplies = new ArrayDeque<>();
    private final SourceHealth sourceHealth;
    private final SiteHealth health = new SiteHealth();
    private final Backoff backoff;
    private final ConcurrencyWindow window = new ConcurrencyWindow();
    private final RateLimit connectionRate;
    private final RateLimit messageRate;
    private final EgressSource source;
    private Shaping shaping;
    private Route.Hosts route;
    private int loading;
    private int connecting;
    private int busy;
    private boolean woken;
    private boolean retired;
    private double millisPerMessage = PROMPT_MILLIS / 4;
    private volatile boolean prompt;

    SiteQueue(
            String name,
            Route.Hosts route,
            EgressSource source,
            SourceHealth sourceHealth,
            Backoff backoff,
            Shaping shaping,
            ToIntFunction<String> weights) {
        this.name = name;
        this.route = route;
        this.source = source;
        this.sourceHealth = sourceHealth;
        this.backoff = backoff;
        this.shaping = shaping;
        ready = new ReadyMail(weights);
        connectionRate = new RateLimit(shaping.connectionRate());
        messageRate = new RateLimit(shaping.messageRate());
    }

    String name() {
        return name;
    }

    Route.Hosts route() {
        return route;
    }

    EgressSource source() {
        return source;
    }

    /** Nothing leaves by it any more: its source is no more what it was. */
    void retire() {
        retired = true;
    }

    /** Whether what is in it must leave by another source. */
    boolean isStranded(long now) {
        return retired || sourceHealth.rests(now);
    }

    boolean isRetired() {
        return retired;
    }

    SourceHealth sourceHealth() {
        return sourceHealth;
    }

    /** The hosts as they are known now, and the pace for them. */
    void renew(Route.Hosts found, Shaping pace) {
        route = found;
        shaping = pace;
        connectionRate.change(pace.connectionRate());
        messageRate.change(pace.messageRate());
    }

    Shaping shaping() {
        return shaping;
    }

    /** What the replies of the site have called for, whatever source they came to. */
    Backoff backoff() {
        return backoff;
    }

    /** The pause of all mail of this queue, or null. */
    Backoff.Pause pause(long now) {
        return backoff.pause(source.name(), now);
    }

    SiteHealth health() {
        return health;
    }

    // What waits

    void add(Delivery delivery) {
        ready.add(delivery);
    }

    int readyCount() {
        return ready.size();
    }

    /** Everything that is ready and not claimed. */
    List<Delivery> drainReady() {
        return ready.drain();
    }

    /** Keeps so many of what is ready, and takes the rest out. */
    List<Delivery> trimReady(int most) {
        return ready.trim(most);
    }

    /** Everything that is claimed and waits for a connection. */
    List<Loaded> drainLoaded() {
        List<Loaded> all = new ArrayList<>(loaded);
        loaded.clear();
        return all;
    }

    Delivery pollReady(Predicate<Delivery> mayStart) {
        return ready.poll(mayStart);
    }

    // Loading: some for each open connection are claimed and signed ahead, because claims are made in batches; one
    // where
    // messages wait for their pace, so that what is more urgent need not stand behind them

    boolean wantsToLoad(long now) {
        int ahead = messageWait(now) > 0 ? 1 : loadedAhead() * (idle.size() + busy);

        return !ready.isEmpty() && loading + loaded.size() < ahead;
    }

    /** For each connection; at a slow site the next one waits long behind them. */
    private int loadedAhead() {
        if (shaping.messageRate() != null) {
            return 1;
        }
        return (int) Math.max(1, Math.min(MOST_LOADED_AHEAD, LOADED_AHEAD_MILLIS / millisPerMessage));
    }

    void startedLoading() {
        loading++;
    }

    void endedLoading() {
        loading--;
    }

    void loaded(Loaded delivery) {
        loaded.addLast(delivery);
    }

    /** Back to the head, for another connection. */
    void loadedAgain(Loaded delivery) {
        loaded.addFirst(delivery);
    }

    // Sending

    boolean canSend() {
        return !loaded.isEmpty() && hasIdle();
    }

    /** Whether a message that comes now is likely to be delivered within a fraction of a second. From any thread. */
    boolean isPrompt() {
        return prompt;
    }

    /** Looks whether it is quick, awake, and not already behind with what is ready. */
    void judgePromptness(long now) {
        int open = idle.size() + busy;
        prompt = open > 0
                && (ready.size() + loading + loaded.size() + open) * millisPerMessage < PROMPT_MILLIS * open
                && messageWait(now) == 0
                && restUntil(now) == null
                && !isStranded(now);
    }

    /** A message took so long, its remote host's last reply included. */
    void took(long millis) {
        millisPerMessage += NEWEST_WEIGHT * (millis - millisPerMessage);
    }

    private boolean hasIdle() {
        while (!idle.isEmpty() && !idle.peekLast().connection().isOpen()) {
            idle.removeLast();
        }
        return !idle.isEmpty();
    }

    void startedSending() {
        busy++;
    }

    /** What is to be sent next, or null. */
    Loaded nextLoaded() {
        return loaded.poll();
    }

    PooledConnection takeIdle() {
        return idle.removeLast();
    }

    void sent() {
        busy--;
    }

    /** Milliseconds until the next message may go; 0 for now. */
    long messageWait(long now) {
        return Math.max(messageRate.waitMillis(now), backoff.messageWait(source.name(), now));
    }

    void messagePassed(long now) {
        messageRate.passed(now);
        backoff.messagePassed(source.name(), now);
    }

    // Connections

    boolean wantsToConnect(long now) {
        int most = health.isProbed() ? 1 : window.size(backoff.connections(shaping.connections(), source.name(), now));
        return !health.isDead(now)
                && connecting + idle.size() + busy < most
                && connecting + idle.size() < ready.size() + loading + loaded.size();
    }

    /** Milliseconds until the next connection may be opened; 0 for now. */
    long connectionWait(long now) {
        return connectionRate.waitMillis(now);
    }

    void connecting(long now) {
        connectionRate.passed(now);
        connecting++;
    }

    void connected(SmtpConnection connection, long now) {
        connecting--;
        health.connected();
        sourceHealth.worked();
        idle.addLast(new PooledConnection(connection, 0, now));
    }

    void connectionFailed() {
        connecting--;
        window.failed(shaping.connections());
    }

    /** The connection came to nothing for a reason that is not the site's. */
    void connectionAborted() {
        connecting--;
    }

    /** A connection has carried a message. */
    void carried(PooledConnection connection, boolean reusable, long now) {
        window.succeeded(shaping.connections());
        if (reusable && connection.messages() + 1 < shaping.messagesPerConnection()) {
            idle.addLast(new PooledConnection(connection.connection(), connection.messages() + 1, now));
        } else {
            connection.connection().quit();
        }
    }

    void sessionFailed() {
        window.failed(shaping.connections());
    }

    void closeIdle(long now) {
        long since = now - shaping.idleTime().toMillis();
        while (!idle.isEmpty() && idle.peekFirst().idleSince() <= since) {
            idle.removeFirst().connection().quit();
        }
    }

    void closeAllIdle() {
        idle.forEach(connection -> connection.connection().quit());
        idle.clear();
    }

    /** Whether nothing is left of it that could not be made anew. */
    boolean isUnused(long now) {
        return ready.isEmpty()
                && loaded.isEmpty()
                && idle.isEmpty()
                && loading + connecting + busy == 0
                && !health.isDead(now)
                && health.isForgotten(now)
                && !backoff.isInForce(now)
                && connectionRate.isEmpty(now)
                && messageRate.isEmpty(now);
    }

    // For people

    void said(String reply) {
        if (lastReplies.size() == LAST_REPLIES) {
            lastReplies.removeFirst();
        }
        lastReplies.addLast(reply);
    }

    SiteState state(long now) {
        return new SiteState(
                name,
                source.name(),
                ready.size(),
                loading + loaded.size() + busy,
                connecting + idle.size() + busy,
                restUntil(now),
                restReason(now),
                List.copyOf(lastReplies));
    }

    /** Tries again although it rests. */
    void revive() {
        health.reset();
        backoff.end();
    }

    /** When anything may go again, or null while it may. */
    Long restUntil(long now) {
        if (sourceHealth.rests(now)) {
            return sourceHealth.restUntil();
        }
        if (health.isDead(now)) {
            return health.deadUntil();
        }
        Backoff.Pause pause = pause(now);
        return pause == null ? null : pause.until();
    }

    private String restReason(long now) {
        if (sourceHealth.rests(now)) {
            return sourceHealth.reason();
        }
        if (health.isDead(now)) {
            return health.reason();
        }
        Backoff.Pause pause = pause(now);
        return pause == null ? null : pause.reason();
    }

    /** Asks to be looked at later, once however often it asks; false when it has asked already. */
    boolean wake() {
        boolean first = !woken;
        woken = true;
        return first;
    }

    void awake() {
        woken = false;
    }

    /**
     * A delivery that is claimed, signed and may go.
     *
     * @param delivery which
     * @param ready its envelope and content
     * @param claim by which it is ours
     */
    record Loaded(Delivery delivery, Prepared.Ready ready, Claim claim) {}

    /**
     * An open connection with what it has carried.
     *
     * @param connection the connection
     * @param messages how many it has carried
     * @param idleSince milliseconds since 1970
     */
    record PooledConnection(SmtpConnection connection, int messages, long idleSince) {}
}
