package relay.ledger;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.database.Database;
import relay.database.DatabaseFault;

/**
 * Group commit: one thread writes what all others want recorded. While one batch is being synced the next one gathers,
 * so that its size follows the load by itself.
 *
 * <p>Callers bound what waits here: the accepting beans by their number, the engine by its in-flight limit.
 */
public final class Ledger implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Ledger.class.getName());
    private static final int MAX_BATCH = 500;
    private static final long MAX_BATCH_BYTES = 4 << 20;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long MAX_PAUSE_MILLIS = 2_000;
    private static final int MAX_TRIES = 8;
    private static final String ABSENT = "08000";
    private static final long STOP_MILLIS = 10_000;

    private final Database database;
    private final LedgerWatch watch;
    private final ThreadFactory threads;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    /** Taken from the queue and not yet answered; the writer's alone. */
    private final List<Waiting> inHand = new ArrayList<>();

    private final Clock clock = Clock.systemUTC();
    private Thread writer;
    private volatile long inHandSince = Long.MAX_VALUE;
    private volatile boolean stopping;
    private volatile boolean available = true;

    private LedgerConnection connection;

    /** Starts the writer on a thread of this factory. */
    public Ledger(Database database, ThreadFactory threads) {
        this(database, threads, LedgerWatch.none());
    }

    /** Starts the writer, with somebody who learns what it has written. */
    public Ledger(Database database, ThreadFactory threads, LedgerWatch watch) {
        this.database = database;
        this.watch = watch;
        this.threads = threads;
        startWriter();
    }

    private synchronized void startWriter() {
        writer = threads.newThread(this::run);
        writer.start();
    }

    /**
     * Stores a message; completes once it is durable, with false when it was stored before, which is harmless: the first
     * one stays.
     */
    public CompletableFuture<Boolean> record(Acceptance acceptance) {
        return submit(acceptance);
    }

    /** Claims a recipient; completes with false when somebody else was faster or the recipient has changed. */
    public CompletableFuture<Boolean> claim(Claim claim) {
        return submit(claim);
    }

    /** Records an outcome; completes once it is durable. */
    public CompletableFuture<Boolean> settle(Outcome outcome) {
        return submit(outcome);
    }

    /** Records an outcome together with the message that tells of it: both or neither. */
    public CompletableFuture<Boolean> settle(Outcome outcome, Acceptance notice) {
        return submit(new Together(outcome, notice));
    }

    /** Records facts that change no status; completes once they are durable. */
    public CompletableFuture<Boolean> note(Facts facts) {
        return submit(facts);
    }

    /** How many entries wait to be written. */
    public int waiting() {
        return queue.size();
    }

    /** When the oldest entry came that is not written yet, milliseconds since 1970; {@code Long.MAX_VALUE} for none. */
    public long oldestWaiting() {
        Waiting next = queue.peek();
        return Math.min(inHandSince, next == null ? Long.MAX_VALUE : next.since);
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
            waiting.fail(new SQLTransientConnectionException("The relay is stopping", ABSENT));
        } else {
            queue.add(waiting);
            revive();
        }
        return waiting.result;
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
            inHand.forEach(waiting -> waiting.fail(reason));
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
        while (!stopping || !queue.isEmpty()) {
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
            Waiting first = stopping ? queue.poll() : queue.poll(1, TimeUnit.SECONDS);
            if (first != null) {
                inHandSince = first.since;
                batch.add(first);
                drain(batch, first.entry.weight());
            }
        } catch (InterruptedException e) {
            LOG.fine("event=ledger-stopping");
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
                batch.forEach(waiting -> waiting.fail(absent));
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
        for (int i = 0; i < done.length; i++) {
            batch.get(i).result.complete(done[i]);
        }
        tell(batch, took);
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
            waiting.result.complete(false);
        } else {
            LOG.log(
                    Level.WARNING,
                    "event=entry-refused entry=" + waiting.entry.getClass().getSimpleName(),
                    e);
            waiting.fail(e);
        }
    }

    /** A duplicate key may be another one than that of the entry itself. */
    private boolean isWritten(Entry entry) {
        try {
            return entry instanceof Facts || (entry instanceof Acceptance acceptance && isRecorded(acceptance));
        } catch (SQLException e) {
            LOG.log(Level.FINE, "event=ledger-not-asked", e);
            return false;
        }
    }

    private boolean isRecorded(Acceptance acceptance) throws SQLException {
        return connection != null && connection.hasMessage(acceptance.message().queueId());
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

    private record Waiting(Entry entry, CompletableFuture<Boolean> result, long since) {
        void fail(Throwable e) {
            result.completeExceptionally(e);
        }
    }
}
