package relay.delivery;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.egress.Allowances;
import relay.egress.EgressPlan;
import relay.egress.WarmUpStore;
import relay.ledger.Ledger;
import relay.queue.QueueName;
import relay.routing.Router;
import relay.shaping.ShapingRules;

/**
 * Delivers what is ready. Fresh mail is offered to it in memory, as far as its window has room; the rest waits in the
 * database, and the engine looks into each queue there when something of it is due. All of its state belongs to the one
 * thread of its executor.
 */
public final class DeliveryEngine {
    private static final Logger LOG = Logger.getLogger(DeliveryEngine.class.getName());
    private static final long TICK_MILLIS = 250;
    private static final int TICKS_TO_TIDY = 4;
    private static final long TRIMMED_MILLIS = 5_000;
    private static final long OVERFLOWED_MILLIS = 1_000;
    private static final long SURVEY_MILLIS = 60_000;
    private static final int SURVEY_SHARE = 50;

    private final Loop loop;
    private final Executor workers;
    private final WaitingMail waitingMail;
    private final WarmUpStore warmUps;
    private final Window window;
    private final Courier courier;
    private final Departures departures;
    private final DomainRoutes routes;
    private final Backlog backlog = new Backlog();

    private boolean polling;
    private boolean surveying;
    private boolean surveyWanted = true;
    private long nextSurvey;
    private boolean stopping;
    private int ticks;
    private Future<?> ticking;

    /**
     * An engine, not yet started.
     *
     * @param run identity of this run in its claims
     * @param executor of one thread, the engine's own
     * @param workers for what blocks
     * @param weights how often each tenant has its turn
     * @param takeUp prepares a delivery that is about to be sent
     * @param warmUps where the allowances of new sources are taken from
     */
    public DeliveryEngine(
            EngineSettings settings,
            Clock clock,
            String run,
            ScheduledExecutorService executor,
            Executor workers,
            Router router,
            ShapingRules shaping,
            ToIntFunction<String> weights,
            Connector connector,
            Ledger ledger,
            WaitingMail waitingMail,
            Function<Delivery, Prepared> takeUp,
            OutcomeRecorder recorder,
            WarmUpStore warmUps) {
        this.loop = new Loop(executor, clock);
        this.workers = workers;
        this.waitingMail = waitingMail;
        this.warmUps = warmUps;
        window = new Window(settings.window());
        departures = new Departures(new Allowances(this::reserve));
        courier = new Courier(
                settings,
                loop,
                workers,
                run,
                connector,
                ledger,
                takeUp,
                recorder,
                departures,
                this::strand,
                this::settled,
                this::parked);
        routes = new DomainRoutes(settings, loop, router, shaping, weights, courier, departures, this::parked);
    }

    /** Begins to deliver. */
    public void start() {
        ticking = loop.every(TICK_MILLIS, this::tick);
    }

    /** Takes nothing up any more; completes when what is under way has ended. */
    public CompletableFuture<Void> stop() {
        loop.run(() -> {
            stopping = true;
            if (ticking != null) {
                ticking.cancel(false);
            }
            courier.stop(routes.queues());
        });
        return courier.drained()
                .thenCompose(done -> loop.ask(() -> departures.unused(loop.now())))
                .thenAccept(warmUps::giveBack);
    }

    /** Whether fresh mail of a queue should be offered; what is not offered waits in the database. From any thread. */
    public boolean hasRoom(QueueName queue) {
        return window.room(queue) > 0;
    }

    /** Whether mail to a domain is likely to be delivered at once: its site is awake and quick. From any thread. */
    public boolean isPrompt(String domain) {
        return routes.isPrompt(domain);
    }

    /** Takes deliveries into the window as far as it reaches. From any thread. */
    public void offer(List<Delivery> deliveries) {
        loop.run(() -> deliveries.forEach(this::admit));
    }

    /** Looks into the database now instead of at the next survey: something there has become due. From any thread. */
    public void wake() {
        loop.run(this::lookAgain);
    }

    private void lookAgain() {
        backlog.retryOverflowed(loop.now());
        surveyWanted = true;
        survey();
    }

    /** Applies shaping rules that have changed. From any thread. */
    public void reshape(ShapingRules changed) {
        loop.run(() -> routes.reshape(changed));
    }

    /** Leaves by other sources from now on. From any thread. */
    public void leaveBy(EgressPlan plan) {
        loop.run(() -> {
            routes.leaveBy(plan);
            lookAgain();
        });
    }

    private void strand(SiteQueue queue) {
        routes.strand(queue);
    }

    /** The database is asked aside; what it grants comes back to the engine's thread. */
    private void reserve(Allowances.Block block, LongConsumer granted) {
        loop.then(
                CompletableFuture.supplyAsync(() -> warmUps.take(block), workers),
                (taken, failure) -> granted.accept(failure == null ? taken : -1));
    }

    /** Heeds what operators want from now on. From any thread. */
    public void heed(Directions directions) {
        loop.run(() -> {
            routes.heed(directions);
            lookAgain();
        });
    }

    /** Tries sites that rest again, by the names of a site and a domain. From any thread. */
    public void revive(BiPredicate<String, String> which) {
        loop.run(() -> {
            routes.revive(which);
            lookAgain();
        });
    }

    /** The sites with anything to do, to remember or to wait for. */
    public CompletableFuture<List<SiteState>> states() {
        return loop.ask(routes::states);
    }

    /** What the engine has in hand. */
    public CompletableFuture<EngineState> state() {
        return loop.ask(() -> new EngineState(
                routes.states(),
                routes.siteOfDomain(),
                routes.unroutable(),
                window.holders(),
                courier.inFlightByDomain()));
    }

    private void tick() {
        if (++ticks % TICKS_TO_TIDY == 0) {
            routes.tidy();
            courier.serveHeld();
        }
        makeRoom();
        survey();
        poll();
    }

    /** What is stuck must not keep newcomers out: it goes on waiting in the database only. */
    private void makeRoom() {
        if (window.isTight()) {
            Collection<SiteQueue> queues = routes.queues();
            int share = window.fairShare(queues.size());
            for (SiteQueue queue : queues) {
                for (Delivery delivery : window.isTight() ? queue.trimReady(share) : List.<Delivery>of()) {
                    forget(delivery);
                    backlog.overflow(delivery.queue(), loop.now() + TRIMMED_MILLIS);
                }
            }
        }
    }

    private void admit(Delivery delivery) {
        if (stopping || window.holds(delivery)) {
            return;
        }
        if (window.admit(delivery)) {
            route(delivery);
        } else {
            // it may not be recorded yet: it is not looked for at once
            backlog.overflow(delivery.queue(), loop.now() + OVERFLOWED_MILLIS);
        }
    }

    private void route(Delivery delivery) {
        if (delivery.message().isTooLate(loop.now())) {
            courier.expire(delivery);
        } else {
            routes.add(delivery);
        }
    }

    private void forget(Delivery delivery) {
        window.forget(delivery);
        departures.forget(delivery);
    }

    private void settled(Delivery delivery, Long dueAgain) {
        forget(delivery);
        if (dueAgain != null) {
            backlog.note(delivery.queue(), dueAgain);
        }
    }

    /** A delivery that cannot go before this time waits in the database only. */
    private void parked(Delivery delivery, Long until) {
        forget(delivery);
        backlog.park(delivery.queue(), until);
    }

    // What waits in the database

    /** Finds out which queues there are: at the start, when somebody has changed something, and now and then. */
    private void survey() {
        long begin = loop.now();
        if (surveying || stopping || (!surveyWanted && begin < nextSurvey)) {
            return;
        }
        surveying = true;
        surveyWanted = false;
        loop.then(CompletableFuture.supplyAsync(waitingMail::queues, workers), (queues, failure) -> {
            surveying = false;
            nextSurvey = loop.now() + Math.max(SURVEY_MILLIS, SURVEY_SHARE * (loop.now() - begin));
            if (failure == null) {
                surveyed(queues);
            } else {
                LOG.log(Level.FINE, "event=survey-failed", failure);
            }
        });
    }

    private void surveyed(Map<QueueName, Long> queues) {
        queues.forEach(backlog::note);
        poll();
    }

    private void poll() {
        if (polling || stopping || window.free() == 0) {
            return;
        }
        long now = loop.now();
        List<WaitingMail.Wanted> wanted = backlog.takeDue(now, WaitingMail.MOST_QUEUES, this::isWanted).stream()
                .map(queue -> wanted(queue, now))
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        polling = true;
        loop.then(CompletableFuture.supplyAsync(() -> waitingMail.read(wanted), workers), (pages, failure) -> {
            polling = false;
            if (failure == null) {
                pages.forEach(this::polled);
                poll();
            } else {
                LOG.log(Level.FINE, "event=poll-failed", failure);
                wanted.forEach(queue -> backlog.note(queue.queue(), now));
            }
        });
    }

    /** A queue is filled up when it has almost run dry, and not at all while its site is away. */
    private boolean isWanted(QueueName queue) {
        int room = window.room(queue);
        if (room == 0 || window.held(queue) > room / 2) {
            return false;
        }
        return !routes.isAway(queue);
    }

    private WaitingMail.Wanted wanted(QueueName queue, long now) {
        return new WaitingMail.Wanted(
                queue,
                backlog.hasOverflowed(queue) ? now + FreshMail.GRACE.toMillis() : now,
                window.held(queue) + Math.min(window.room(queue), WaitingMail.PAGE));
    }

    private void polled(WaitingMail.Page page) {
        QueueName queue = page.queue();
        if (page.nextDue() == null && backlog.hasJustOverflowed(queue, loop.now())) {
            backlog.note(queue, loop.now() + OVERFLOWED_MILLIS);
        } else if (page.nextDue() == null) {
            backlog.caughtUp(queue);
        } else {

            if (page.nextDue() > loop.now()) {
                backlog.caughtUp(queue);
            }
            backlog.note(queue, Math.max(page.nextDue(), loop.now()));
        }
        page.deliveries().forEach(this::admit);
    }
}
