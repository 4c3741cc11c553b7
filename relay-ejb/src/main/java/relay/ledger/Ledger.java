package relay.ledger;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.database.Database;
import relay.database.DatabaseFault;

/**
 * Group commit: one thread writes what all others want recorded. While one batch is being synced the next one gathers,
 * and after it for twice as long, so that their size follows the load by itself: a batch writes the changed pages of all
 * tables and indexes, which costs the same for one entry as for many.
 *
 * <p>A message whose deliveries begin at once need not be written before its outcomes: while the broker owns it, its
 * record waits for them, for {@link #HOLD_MILLIS} at most.
 *
 * <p>Callers bound what waits here: the accepting beans by their number, the engine by its in-flight limit.
 */
public final class Ledger implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Ledger.class.getName());
    /** How long a record waits for its outcomes. A message must be found within a second. */
    static final long HOLD_MILLIS = 250;

    private static final int MAX_BATCH = 1_000;
    private static final int GATHERING_FACTOR = 2;
    private static final long MAX_GATHERING_MILLIS = 40;
    private static final long GATHERING_STEP_MILLIS = 10;
    private static final long MAX_BATCH_BYTES = 4 << 20;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long MAX_PAUSE_MILLIS = 2_000;
    private static final int MAX_TRIES = 8;
    private static final String ABSENT = "08000";
    private static final long STOP_MILLIS = 10_000;

    private final Database database;
    private final LedgerWatch watch;
    private final ThreadFactory threads;
    private final SendingJournal sendings;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Map<String, FreshMessage> fresh = new ConcurrentHashMap<>();
    /** Those of the fresh ones that are not in the queue yet, in the order in which they came. */
    private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();
    /** Taken from the queue and not yet answered; the writer's alone. */
    private final List<Waiting> inHand = new ArrayList<>();

    private final Clock clock = Clock.systemUTC();
    private Thread writer;
    private volatile long inHandSince = Long.MAX_VALUE;
    private volatile boolean stopping;
    private volatile boolean available = true;

    private LedgerConnection connection;
    private long gatherUntil;

    /** Starts the writer on a thread of this factory. */
    public Ledger(Database database, ThreadFactory threads) {
        this(database, threads, LedgerWatch.none(), null);
    }

    /**
     * Starts the writer.
     *
     * @param watch learns what it has written
     * @param sendings where it is noted what is being sent; null when every claim counts as being sent
     */
    public Ledger(Database database, ThreadFactory threads, LedgerWatch watch, SendingJournal sendings) {
        this.sendings = sendings;
        this.database = database;
        this.watch = watch;
        this.threads = threads;
        startWriter();
    }

    private synchronized void startWriter() {
        writer = threads.newThread(this::run);
        writer.setName("relay-ledger");
        writer.start();
    }

    /**
     * Stores a message; completes once it is durable, with false when it was stored before, which is harmless: the first
     * one stays.
     */
    public CompletableFuture<Boolean> record(Acceptance acceptance) {
        FreshMessage known = fresh.get(acceptance.message().queueId());
        return known == null ? submit(acceptance) : known.recorded();
    }

    /** Completes once a message whose record waits is recorded; at once for every other. */
    public CompletableFuture<Boolean> whenRecorded(String queueId) {
        FreshMessage waiting = fresh.get(queueId);
        return waiting == null ? CompletableFuture.completedFuture(true) : waiting.recorded();
    }

    /**
     * Whether deliveries of a message may begin before it is recorded: all its recipients are queued, it brings its
     * content, the database is there, and it is noted what is being sent.
     */
    public boolean takesUnrecorded(Acceptance acceptance) {
        return sendings != null && available && FreshMessage.suits(acceptance);
    }

    /**
     * Stores a message whose deliveries begin now: its record waits for their outcomes for a moment. Completes once it is
     * durable; whoever calls owns the message until then, and must know that the database has nothing of it.
     */
    public CompletableFuture<Boolean> recordUnderWay(Acceptance acceptance) {
        FreshMessage message = new FreshMessage(acceptance);
        if (stopping) {
            return CompletableFuture.failedFuture(stopped());
        }
        FreshMessage known = fresh.putIfAbsent(message.queueId(), message);
        if (known != null) {
            return known.recorded();
        }
        held.add(new Held(message, clock.millis()));
        try {
            watch.ready(acceptance);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "event=ledger-watch-failed", e);
        }
        revive();
        failWhatCameTooLate();
        return message.recorded();
    }

    /** Whoever came when the writer had already ended is not left waiting. */
    private void failWhatCameTooLate() {
        if (stopping && !isAlive()) {
            for (Held left = held.poll(); left != null; left = held.poll()) {
                queue(left.message, left.since);
            }
            for (Waiting left = queue.poll(); left != null; left = queue.poll()) {
                fail(left, stopped());
            }
        }
    }

    /** Claims a recipient; completes with false when somebody else was faster or the recipient has changed. */
    public CompletableFuture<Boolean> claim(Claim claim) {
        FreshMessage message = fresh.get(claim.queueId());
        Boolean claimed = message == null ? null : message.claim(claim);
        return claimed == null ? submit(claim) : CompletableFuture.completedFuture(claimed);
    }

    /**
     * Says that what was claimed is now being sent; completes once that is durable, and only then may the first byte of
     * it go. After a crash it is in doubt, until its outcome is recorded; what was claimed and not begun is not. Fails
     * with {@link SendingNotNotedException}.
     */
    public CompletableFuture<Boolean> begin(Claim claim) {
        return sendings == null ? CompletableFuture.completedFuture(true) : sendings.begin(claim);
    }

    /** Records an outcome; completes once it is durable, with false when the recipient has changed meanwhile. */
    public CompletableFuture<Boolean> settle(Outcome outcome) {
        CompletableFuture<Boolean> settled = settleUnrecorded(outcome, null);
        return settled == null ? submit(outcome) : settled;
    }

    /** Records an outcome together with the message that tells of it: both or neither. */
    public CompletableFuture<Boolean> settle(Outcome outcome, Acceptance notice) {
        CompletableFuture<Boolean> settled = settleUnrecorded(outcome, notice);
        return settled == null ? submit(new Together(outcome, notice)) : settled;
    }

    /** Completes with the record itself; null when that is written already or does not wait. */
    private CompletableFuture<Boolean> settleUnrecorded(Outcome outcome, Acceptance notice) {
        FreshMessage message = fresh.get(outcome.queueId());

        if (message == null || !message.settle(outcome, notice)) {
            return null;
        }
        if (message.isSettled()) {
            held.removeIf(waiting -> waiting.message == message);
            queue(message, clock.millis());
        }
        return message.recorded();
    }

    private void queue(FreshMessage message, long since) {
        if (message.queue()) {
            queue.add(new Waiting(message, message.recorded(), since));
        }
    }

    /** Records facts that change no status; completes once they are durable. */
    public CompletableFuture<Boolean> note(Facts facts) {
        return submit(facts);
    }

    /** How many entries wait to be written. */
    public int waiting() {
        return queue.size() + held.size();
    }

    /** When the oldest entry came that is not written yet, milliseconds since 1970; {@code Long.MAX_VALUE} for none. */
    public long oldestWaiting() {
        Waiting next = queue.peek();
        Held first = held.peek();
        long oldest = Math.min(inHandSince, next == null ? Long.MAX_VALUE : next.since);
        return Math.min(oldest, first == null ? Long.MAX_VALUE : first.since);
    }

    /** Whether the last batch could be written: false while the database is away. */
    public boolean isAvailable() {
        return available;
    }

    /** Whether there is somebody who writes. */
    public synchronized boolean isAlive() {
        return writer.isAlive();
    }

    private CompletableFuture<Boolean> submit(Entry entry) {
        Waiting waiting = new Waiting(entry, new CompletableFuture<>(), clock.millis());
        if (stopping) {
            fail(waiting, stopped());
        } else {
            queue.add(waiting);
            revive();
            failWhatCameTooLate();
        }
        return waiting.result;
    }

    private static SQLException stopped() {
        return new SQLTransientConnectionException("The relay is stopping", ABSENT);
    }

    /** A writer that could not even be started again is started by whoever comes next. */
    private synchronized void revive() {
        if (!writer.isAlive() && !stopping) {
            startWriter();
        }
    }

    /** Writes what waits, for at most ten seconds, and ends. */
    @Override
    public void close() {
        // not interrupted: that would close the embedded database's file under everybody
        stopping = true;
        try {
            current().join(STOP_MILLIS);
            failWhatCameTooLate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Thread current() {
        return writer;
    }

    /** Nobody waits for ever: whatever ends the writer fails what it had in hand, and another one goes on. */
    private void run() {
        Throwable fault = null;
        try {
            serve();
        } catch (RuntimeException | Error e) {
            fault = e;
            throw e;
        } finally {
            Throwable reason = fault == null ? new IllegalStateException("The ledger has ended") : fault;
            inHand.forEach(waiting -> fail(waiting, reason));
            inHand.clear();
            inHandSince = Long.MAX_VALUE;
            disconnect();
            if (fault != null) {
                LOG.log(Level.SEVERE, "event=ledger-writer-failed", fault);
                startWriter();
            }
        }
    }

    private void serve() {
        while (!stopping || !queue.isEmpty() || !held.isEmpty()) {
            gather(inHand);
            if (!inHand.isEmpty()) {
                writeUntilDone(inHand);
                inHand.clear();
                inHandSince = Long.MAX_VALUE;
            }
        }
    }

    private void gather(List<Waiting> batch) {
        try {
            queueOverdue();
            Waiting first = stopping ? queue.poll() : queue.poll(untilOverdue(), TimeUnit.MILLISECONDS);
            if (first != null) {
                inHandSince = first.since;
                batch.add(first);
                letOthersCome();
                queueOverdue();
                drain(batch, first.entry.weight());
                batch.forEach(waiting -> waiting.entry.seal());
            }
        } catch (InterruptedException e) {
            LOG.fine("event=ledger-stopping");
        }
    }

    private long untilOverdue() {
        Held first = held.peek();
        return first == null ? HOLD_MILLIS : Math.max(0, first.since + HOLD_MILLIS - clock.millis());
    }

    /** What has waited long enough for its outcomes is written without them. */
    private void queueOverdue() {
        long now = clock.millis();
        Held first = held.peek();
        while (first != null && (stopping || Math.abs(now - first.since) >= HOLD_MILLIS)) {

            held.remove(first);
            queue(first.message, first.since);
            first = held.peek();
        }
    }

    private void letOthersCome() {
        long wait = gatherUntil - System.nanoTime();
        while (wait > 0 && !stopping && queue.size() < MAX_BATCH) {
            sleep(Math.min(TimeUnit.NANOSECONDS.toMillis(wait) + 1, GATHERING_STEP_MILLIS));
            wait = gatherUntil - System.nanoTime();
        }
    }

    private void drain(List<Waiting> batch, long firstWeight) {
        long weight = firstWeight;
        Waiting next = queue.peek();
        while (next != null && batch.size() < MAX_BATCH && weight + next.entry.weight() <= MAX_BATCH_BYTES) {
            batch.add(queue.remove());
            weight += next.entry.weight();
            next = queue.peek();
        }
    }

    private void writeUntilDone(List<Waiting> batch) {
        long pause = FIRST_PAUSE_MILLIS;
        for (int tries = 1; ; tries++) {
            try {
                write(batch);
                available = true;
                return;
            } catch (SQLException e) {
                if (connection == null || !connection.isUsable()) {
                    disconnect();
                    reportAbsence(e);
                } else if (batch.size() > 1 || isHopeless(e, tries)) {
                    writeEach(batch, e);
                    return;
                }
            } catch (RuntimeException | Error e) {
                disconnect();
                writeEach(batch, e);
                return;
            }
            if (stopping) {
                SQLException absent = new SQLTransientConnectionException("The database is away", ABSENT);
                batch.forEach(waiting -> fail(waiting, absent));
                return;
            }
            sleep(pause);
            pause = Math.min(2 * pause, MAX_PAUSE_MILLIS);
        }
    }

    private void reportAbsence(SQLException e) {
        if (available) {
            LOG.log(Level.WARNING, "event=database-away database={0} reason={1}", new Object[] {database, e.getMessage()
            });
        }
        available = false;
    }

    private void write(List<Waiting> batch) throws SQLException {
        if (connection == null) {
            connection = new LedgerConnection(database);
        }
        long begin = System.nanoTime();
        boolean[] done = connection.write(batch.stream().map(Waiting::entry).toList());
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        gatherUntil = System.nanoTime()
                + Math.min(GATHERING_FACTOR * took.toNanos(), TimeUnit.MILLISECONDS.toNanos(MAX_GATHERING_MILLIS));
        for (int i = 0; i < done.length; i++) {
            complete(batch.get(i), done[i]);
        }
        tell(batch, took);
    }

    private void complete(Waiting waiting, boolean done) {
        if (waiting.entry instanceof FreshMessage message) {
            fresh.remove(message.queueId());
        }
        // an outcome that did not apply settles nothing: what it is about may be under way all the same
        if (sendings != null && (done || waiting.entry instanceof Acceptance)) {
            waiting.entry.endSendings(sendings);
        }
        waiting.result.complete(done);
    }

    /** What was begun of a fresh message stays in doubt: it comes again from whoever owns it. */
    private void fail(Waiting waiting, Throwable reason) {
        if (waiting.entry instanceof FreshMessage message) {
            for (Claim claim : message.claimsWithoutOutcome()) {
                var unused = sendings.begin(claim);
            }
            fresh.remove(message.queueId());
        }
        waiting.result.completeExceptionally(reason);
    }

    /** What is durable stays so whatever the one who watches makes of it. */
    private void tell(List<Waiting> batch, Duration took) {
        try {
            watch.written(batch.size(), took);
            batch.forEach(waiting -> waiting.entry.tell(watch));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "event=ledger-watch-failed", e);
        }
    }

    /** One refused entry must not take the others with it. */
    private void writeEach(List<Waiting> batch, Throwable reason) {
        if (batch.size() == 1) {
            refuse(batch.get(0), reason);
        } else {
            batch.forEach(waiting -> writeUntilDone(List.of(waiting)));
        }
    }

    private void refuse(Waiting waiting, Throwable e) {
        if (isDuplicate(e) && isWritten(waiting.entry)) {
            complete(waiting, false);
        } else {
            LOG.log(
                    Level.WARNING,
                    "event=entry-refused entry=" + waiting.entry.getClass().getSimpleName(),
                    e);
            fail(waiting, e);
        }
    }

    /** A duplicate key may be another one than that of the entry itself. */
    private boolean isWritten(Entry entry) {
        try {
            return entry instanceof Facts
                    || (entry instanceof FreshMessage message && isRecorded(message.queueId()))
                    || (entry instanceof Acceptance acceptance
                            && isRecorded(acceptance.message().queueId()));
        } catch (SQLException e) {
            LOG.log(Level.FINE, "event=ledger-not-asked", e);
            return false;
        }
    }

    private boolean isRecorded(String queueId) throws SQLException {
        return connection != null && connection.hasMessage(queueId);
    }

    /** Data that the database will never take; or a fault that comes again although the database is there. */
    private static boolean isHopeless(SQLException e, int tries) {
        return DatabaseFault.isRefusal(e) || (tries >= MAX_TRIES && !DatabaseFault.isAbsence(e));
    }

    /** Written before, when the answer to a commit was lost, or taken up twice. SQLState 23505 on both databases. */
    private static boolean isDuplicate(Throwable e) {
        SQLException next = e instanceof SQLException refused ? refused : null;
        while (next != null && !"23505".equals(next.getSQLState())) {
            next = next.getNextException();
        }
        return next != null;
    }

    private void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            LOG.fine("event=ledger-stopping");
        }
    }

    private record Waiting(Entry entry, CompletableFuture<Boolean> result, long since) {}

    private record Held(FreshMessage message, long since) {}
}
