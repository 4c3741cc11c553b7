package relay.delivery;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.delivery.Destination.PooledConnection;
import relay.ledger.Claim;
import relay.ledger.Ledger;
import relay.routing.Route;
import relay.routing.Router;
import relay.smtp.Reply;
import relay.smtp.client.RecipientResult;
import relay.smtp.client.SmtpConnection;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.Stage;
import relay.smtp.client.Transaction;
import relay.smtp.client.TransactionResult;

/**
 * Delivers what is ready. All of its state belongs to the one thread of its executor; every slow step answers on that
 * thread.
 */
public final class DeliveryEngine {
    private static final Logger LOG = Logger.getLogger(DeliveryEngine.class.getName());
    private static final long TICK_MILLIS = 1_000;
    private static final int POLL_BATCH = 2_000;
    private static final String TOO_LATE = "The time has passed by which its sender wanted it delivered";
    private static final int NO_CLAIM = 0;
    private static final int CLAIMED = 1;

    private final EngineSettings settings;
    private final Clock clock;
    private final String run;
    private final ScheduledExecutorService loop;
    private final Executor workers;
    private final Router router;
    private final Connector connector;
    private final Ledger ledger;
    private final WaitingMail waitingMail;
    private final Function<Delivery, Prepared> takeUp;
    private final OutcomeRecorder recorder;

    private final Map<String, Destination> destinations = new HashMap<>();
    private final Set<Destination> runnable = new LinkedHashSet<>();
    private final Set<String> held = new HashSet<>();
    private final AtomicInteger windowUsed = new AtomicInteger();
    private int inFlight;
    private boolean polling;
    private boolean pumping;
    private boolean stopping;
    private Future<?> ticking;
    private CompletableFuture<Void> drained = new CompletableFuture<>();

    public DeliveryEngine(
            EngineSettings settings,
            Clock clock,
            String run,
            ScheduledExecutorService loop,
            Executor workers,
            Router router,
            Connector connector,
            Ledger ledger,
            WaitingMail waitingMail,
            Function<Delivery, Prepared> takeUp,
            OutcomeRecorder recorder) {
        this.settings = settings;
        this.clock = clock;
        this.run = run;
        this.loop = loop;
        this.workers = workers;
        this.router = router;
        this.connector = connector;
        this.ledger = ledger;
        this.waitingMail = waitingMail;
        this.takeUp = takeUp;
        this.recorder = recorder;
    }

    /** Begins to deliver. */
    public void start() {
        ticking = loop.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes nothing up any more; completes when what is under way has ended. */
    public CompletableFuture<Void> stop() {
        loop.execute(() -> {
            stopping = true;
            ticking.cancel(false);
            destinations.values().forEach(destination -> destination.closeIdle(Long.MAX_VALUE));
            completeWhenDrained();
        });
        return drained;
    }

    /** Whether fresh mail should be offered; what is not offered waits in the database. From any thread. */
    public boolean hasRoom() {
        return windowUsed.get() < settings.window();
    }

    /** Takes deliveries into the window as far as it reaches. From any thread. */
    public void offer(List<Delivery> deliveries) {
        loop.execute(() -> {
            deliveries.forEach(this::admit);
            pump();
        });
    }

    /** Looks into the database now instead of at the next tick: something there has become due. From any thread. */
    public void wake() {
        loop.execute(this::poll);
    }

    /** What is under way and ready, by destination. */
    public CompletableFuture<List<DestinationState>> states() {
        return CompletableFuture.supplyAsync(
                () -> destinations.values().stream().map(DestinationState::of).toList(), loop);
    }

    /** Goes on with a step on the engine's thread; a fault in it is seen and does not end the engine. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private <T> void onLoop(CompletionStage<T> stage, BiConsumer<T, Throwable> step) {
        stage.whenCompleteAsync(
                (result, failure) -> {
                    try {
                        step.accept(result, failure);
                    } catch (RuntimeException e) {
                        LOG.log(Level.SEVERE, "event=engine-step-failed", e);
                    }
                },
                loop);
    }

    private void tick() {
        try {
            long now = clock.millis();
            for (Iterator<Destination> all = destinations.values().iterator(); all.hasNext(); ) {
                Destination destination = all.next();
                destination.closeIdle(now - settings.idleTime().toMillis());
                if (destination.isUnused() && !destination.isDead(now)) {
                    all.remove();
                }
            }
            poll();
            pump();
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "event=engine-tick-failed", e);
        }
    }

    private void poll() {
        if (polling || stopping || !hasRoom()) {
            return;
        }
        polling = true;
        int room = Math.min(POLL_BATCH, settings.window() - windowUsed.get());
        onLoop(CompletableFuture.supplyAsync(() -> waitingMail.due(clock.millis(), room), workers), this::polled);
    }

    private void polled(List<Delivery> due, Throwable failure) {
        polling = false;
        if (failure != null) {
            LOG.log(Level.FINE, "event=poll-failed", failure);
            return;
        }
        due.forEach(this::admit);
        pump();
        if (due.size() == POLL_BATCH) {
            poll();
        }
    }

    private void admit(Delivery delivery) {
        if (stopping || held.contains(delivery.key())) {
            return;
        }
        Destination destination = destinations.computeIfAbsent(delivery.domain(), Destination::new);
        if (windowUsed.get() >= settings.window() || destination.readyCount() >= settings.windowPerDestination()) {
            return;
        }
        held.add(delivery.key());
        windowUsed.incrementAndGet();
        destination.add(delivery);
        runnable.add(destination);
    }

    /** Starts what may start, one delivery a destination in turn. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            beginWhatMayBegin();
        } finally {
            pumping = false;
        }
    }

    private void beginWhatMayBegin() {
        boolean progress = true;
        while (progress && !stopping && inFlight < settings.maxInFlight()) {
            progress = false;
            for (Destination destination : new ArrayList<>(runnable)) {
                if (!destination.hasReady()) {
                    runnable.remove(destination);
                } else if (destination.busy() < settings.connectionsPerDestination()
                        && inFlight < settings.maxInFlight()) {
                    begin(destination);
                    progress = true;
                }
            }
        }
    }

    private void begin(Destination destination) {
        Delivery delivery = destination.take();
        inFlight++;
        long now = clock.millis();
        String obstacle = delivery.message().isTooLate(now)
                ? TOO_LATE
                : destination.isDead(now) ? destination.deadReason() : null;
        if (obstacle != null) {
            SmtpFailure failure = new SmtpFailure(Stage.CONNECT, null, obstacle);
            finish(destination, delivery, NO_CLAIM, new AttemptResult(null, failure, null, null, false, now, now));
            return;
        }
        PooledConnection reused = destination.reuse();
        if (reused != null) {
            transact(destination, delivery, reused, now);
        } else {
            connect(destination, delivery, now);
        }
    }

    private void connect(Destination destination, Delivery delivery, long startedAt) {
        Route known = destination.route(startedAt);
        if (known != null) {
            follow(destination, delivery, known, startedAt);
            return;
        }
        onLoop(router.route(destination.domain()), (route, failure) -> {
            Route found = failure == null
                    ? route
                    : new Route.Unavailable(Reply.of(451, "4.4.3", "Routing failed: " + failure.getMessage()));
            if (found instanceof Route.Hosts) {
                destination.keepRoute(
                        found, clock.millis() + settings.routeTime().toMillis());
            }
            follow(destination, delivery, found, startedAt);
        });
    }

    private void follow(Destination destination, Delivery delivery, Route route, long startedAt) {
        if (route instanceof Route.Hosts hosts) {
            onLoop(
                    connector.connect(hosts),
                    (connected, failure) -> connected(destination, delivery, connected, startedAt));
            return;
        }
        Reply reply = route instanceof Route.Refused refused ? refused.reply() : ((Route.Unavailable) route).reply();
        SmtpFailure failure = new SmtpFailure(Stage.CONNECT, reply, reply.text());
        finish(
                destination,
                delivery,
                NO_CLAIM,
                new AttemptResult(null, failure, null, null, false, startedAt, clock.millis()));
    }

    private void connected(Destination destination, Delivery delivery, Connector.Connected connected, long startedAt) {
        if (connected.connection() != null) {
            destination.connected();
            transact(destination, delivery, new PooledConnection(connected.connection(), 0, 0), startedAt);
            return;
        }
        long now = clock.millis();
        String reason = connected.host().name() + " "
                + connected.host().address().getAddress() + ": "
                + connected.failure().asException().getMessage();
        destination.connectionFailed(reason, now, settings.deadPause().toMillis());
        finish(
                destination,
                delivery,
                NO_CLAIM,
                new AttemptResult(null, connected.failure(), connected.host(), null, false, startedAt, now));
    }

    /** Claims and prepares at the same time, then sends. */
    private void transact(Destination destination, Delivery delivery, PooledConnection connection, long startedAt) {
        long until = clock.millis() + settings.lease().toMillis();
        CompletableFuture<Boolean> claim = ledger.claim(
                new Claim(delivery.message().queueId(), delivery.number(), delivery.generation(), run, until));
        CompletableFuture<Prepared> preparation = CompletableFuture.supplyAsync(() -> takeUp.apply(delivery), workers);
        onLoop(
                claim.thenCombine(preparation.handle(Preparation::new), Taken::new),
                (taken, failure) -> taken(destination, delivery, connection, startedAt, until, taken, failure));
    }

    private record Preparation(Prepared prepared, Throwable fault) {}

    private record Taken(boolean claimed, Preparation preparation) {}

    private void taken(
            Destination destination,
            Delivery delivery,
            PooledConnection connection,
            long startedAt,
            long until,
            Taken taken,
            Throwable failure) {
        if (failure != null || !taken.claimed()) {
            // somebody else has it, or the ledger stopped: nothing of it is ours to change
            release(destination, connection);
            leave(destination, delivery);
        } else if (taken.preparation().fault() != null) {
            Throwable fault = taken.preparation().fault();
            LOG.log(
                    Level.WARNING,
                    "event=take-up-failed queueId=" + delivery.message().queueId(),
                    fault);
            release(destination, connection);
            onLoop(
                    recorder.unclaim(delivery, String.valueOf(fault.getMessage())),
                    (done, lost) -> leave(destination, delivery));
        } else if (taken.preparation().prepared() instanceof Prepared.Hold hold) {
            release(destination, connection);
            onLoop(recorder.hold(delivery, hold.reason()), (done, fault) -> leave(destination, delivery));
        } else {
            send(destination, delivery, connection, startedAt, until, (Prepared.Ready)
                    taken.preparation().prepared());
        }
    }

    private void send(
            Destination destination,
            Delivery delivery,
            PooledConnection pooled,
            long startedAt,
            long until,
            Prepared.Ready ready) {
        SmtpConnection connection = pooled.connection();
        onLoop(
                connection.send(new Transaction(ready.envelope(), ready.content(), () -> mayFinish(delivery, until))),
                (result, fault) -> {
                    ready.content().close();
                    sent(destination, delivery, pooled, startedAt, ready, result, fault);
                });
    }

    private boolean mayFinish(Delivery delivery, long until) {
        long now = clock.millis();
        return now < until && !delivery.message().isTooLate(now);
    }

    private void sent(
            Destination destination,
            Delivery delivery,
            PooledConnection pooled,
            long startedAt,
            Prepared.Ready ready,
            TransactionResult result,
            Throwable fault) {
        SmtpConnection connection = pooled.connection();
        if (fault == null && result.reusable() && pooled.messages() + 1 < settings.messagesPerConnection()) {
            release(destination, new PooledConnection(connection, pooled.messages() + 1, clock.millis()));
        } else {
            connection.quit();
        }
        RecipientResult first = fault == null
                ? result.recipients().get(0)
                : new RecipientResult(null, new SmtpFailure(Stage.FINAL_DOT, null, String.valueOf(fault)));
        if (pooled.messages() > 0 && first.failure() != null && first.failure().isOfTheSession()) {
            // an old connection had come to its end, which says nothing about this message: a new one tells
            connect(destination, delivery, startedAt);
            return;
        }
        finish(
                destination,
                delivery,
                CLAIMED,
                new AttemptResult(
                        first.delivered(),
                        first.failure(),
                        connection.host(),
                        connection.tls(),
                        connection.passesDsn() && ready.isUnderReversePathOf(delivery.message()),
                        startedAt,
                        clock.millis()));
    }

    private void release(Destination destination, PooledConnection connection) {
        if (stopping || !connection.connection().isOpen()) {
            connection.connection().quit();
        } else {
            destination.release(new PooledConnection(connection.connection(), connection.messages(), clock.millis()));
        }
    }

    /** The destination is free for the next one while the outcome is on its way to the disk. */
    private void finish(Destination destination, Delivery delivery, int claimed, AttemptResult result) {
        destination.done();
        onLoop(recorder.record(delivery, delivery.generation() + claimed, result), (done, failure) -> {
            if (failure != null) {
                LOG.log(
                        Level.SEVERE,
                        "event=outcome-lost queueId=" + delivery.message().queueId(),
                        failure);
            }
            forget(delivery);
        });
        pump();
    }

    private void leave(Destination destination, Delivery delivery) {
        destination.done();
        forget(delivery);
    }

    private void forget(Delivery delivery) {
        held.remove(delivery.key());
        windowUsed.decrementAndGet();
        inFlight--;
        completeWhenDrained();
        pump();
    }

    private void completeWhenDrained() {
        if (stopping && inFlight == 0) {
            drained.complete(null);
        }
    }
}
