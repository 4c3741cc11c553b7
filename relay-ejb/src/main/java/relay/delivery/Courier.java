package relay.delivery;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.delivery.SiteQueue.Loaded;
import relay.delivery.SiteQueue.PooledConnection;
import relay.ledger.Claim;
import relay.ledger.Ledger;
import relay.ledger.SendingNotNotedException;
import relay.queue.QueueName.Flow;
import relay.shaping.BackoffRule;
import relay.smtp.Reply;
import relay.smtp.client.RecipientResult;
import relay.smtp.client.SmtpConnection;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.Stage;
import relay.smtp.client.Transaction;
import relay.smtp.client.TransactionResult;

/**
 * Carries the mail of all sites: opens connections, claims and signs, sends, and has the outcome recorded. On the engine's
 * thread; every slow step answers there.
 */
final class Courier {
    private static final Logger LOG = Logger.getLogger(Courier.class.getName());
    private static final String TOO_LATE = "The time has passed by which its sender wanted it delivered";
    private static final String NOT_RECORDED = "It may have been delivered: its outcome could not be recorded";
    private static final long LOOK_AGAIN_MILLIS = 1_000;
    private static final long LONG_WAIT_MILLIS = 5_000;
    private static final double FLOW_FACTOR = 2;
    private static final int UNCLAIMED = 0;
    private static final int CLAIMED = 1;

    private final EngineSettings settings;
    private final Loop loop;
    private final Executor workers;
    private final String run;
    private final Connector connector;
    private final Ledger ledger;
    private final Function<Delivery, Prepared> takeUp;
    private final OutcomeRecorder recorder;
    private final Departures departures;
    /** Whoever has other sources for what cannot leave by this one. */
    private final Consumer<SiteQueue> stranded;
    /** What the engine does with a delivery that is settled, and when it is due again: null for never. */
    private final BiConsumer<Delivery, Long> settled;
    /** What the engine does with a delivery that cannot go before a time. */
    private final BiConsumer<Delivery, Long> parked;

    private final Shares<Flow> inFlight;
    private final Set<SiteQueue> held = new LinkedHashSet<>();
    private final Map<String, Integer> domains = new HashMap<>();
    private long bytesInFlight;
    private int unsettled;
    private boolean stopping;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    Courier(
            EngineSettings settings,
            Loop loop,
            Executor workers,
            String run,
            Connector connector,
            Ledger ledger,
            Function<Delivery, Prepared> takeUp,
            OutcomeRecorder recorder,
            Departures departures,
            Consumer<SiteQueue> stranded,
            BiConsumer<Delivery, Long> settled,
            BiConsumer<Delivery, Long> parked) {
        this.parked = parked;
        this.settings = settings;
        this.loop = loop;
        this.workers = workers;
        this.run = run;
        this.connector = connector;
        this.ledger = ledger;
        this.takeUp = takeUp;
        this.recorder = recorder;
        this.departures = departures;
        this.stranded = stranded;
        this.settled = settled;
        inFlight = new Shares<>(settings.maxInFlight());
    }

    /** Does what may be done for a site now. */
    void serve(SiteQueue site) {
        long now = loop.now();
        if (!stopping) {
            serve(site, now);
            site.judgePromptness(now);
        }
    }

    private void serve(SiteQueue site, long now) {
        if (site.isStranded(now)) {
            stranded.accept(site);
        } else if (site.health().isDead(now)) {
            failAll(site, now);
        } else if (site.pause(now) != null) {
            long until = site.pause(now).until();
            site.drainLoaded().forEach(this::handBack);
            site.drainReady().forEach(ready -> parked.accept(ready, until));
        } else {
            sendWhatIsLoaded(site, now);
            loadAhead(site, now);
            openConnections(site, now);
        }
    }

    /** Completes when it was stopped and what was under way has ended. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    /** Starts nothing any more. */
    void stop(Iterable<SiteQueue> sites) {
        stopping = true;
        for (SiteQueue site : sites) {
            site.closeAllIdle();
            site.drainLoaded().forEach(this::handBack);
        }
        completeWhenDrained();
    }

    /** Serves the sites that had to wait for others, in case whoever was to make room for them did not. */
    void serveHeld() {
        for (SiteQueue site : List.copyOf(held)) {
            serve(site);
        }
    }

    /** How many deliveries are under way to each domain. */
    Map<String, Integer> inFlightByDomain() {
        return Map.copyOf(domains);
    }

    /** Gives back what is loaded for a site and must not go any more. */
    void handBackLoaded(SiteQueue site, Predicate<Delivery> which) {
        for (Loaded loaded : site.drainLoaded()) {
            if (which.test(loaded.delivery())) {
                handBack(loaded);
            } else {
                site.loaded(loaded);
            }
        }
    }

    /** Records that a delivery failed before anything was claimed. */
    void fail(Delivery delivery, Reply reply) {
        fail(delivery, new SmtpFailure(Stage.CONNECT, reply, reply.text()));
    }

    /** The same, for a failure of our own. */
    void fail(Delivery delivery, SmtpFailure failure) {
        long now = loop.now();
        finish(delivery, UNCLAIMED, new AttemptResult(null, failure, null, null, false, now, now));
    }

    // Connections

    private void openConnections(SiteQueue site, long now) {
        while (site.wantsToConnect(now)) {
            long wait = site.connectionWait(now);
            if (wait > 0) {
                serveLater(site, wait);
                return;
            }
            site.connecting(now);
            unsettled++;
            loop.then(connect(site), (connected, failure) -> {
                unsettled--;
                connected(site, failure == null ? connected : notConnected(site, failure), now);
                completeWhenDrained();
            });
        }
    }

    private CompletableFuture<Connector.Connected> connect(SiteQueue site) {
        return connector.connect(
                site.route(), site.shaping().tls(), site.source().egress());
    }

    private static Connector.Connected notConnected(SiteQueue site, Throwable fault) {
        return new Connector.Connected(
                null,
                site.route().hosts().get(0),
                new SmtpFailure(Stage.CONNECT, null, String.valueOf(fault)),
                List.of());
    }

    private void connected(SiteQueue site, Connector.Connected connected, long startedAt) {
        if (connected.isOfTheSource()) {
            site.connectionAborted();
            site.sourceHealth().failed(connected.failure().cause(), loop.now());
        } else if (connected.connection() == null) {
            connectionFailed(site, connected, startedAt);
        } else if (stopping) {
            connected.connection().quit();
        } else {
            connector.sessions().opened(connected.connection(), connected.tried());
            site.connected(connected.connection(), loop.now());
        }
        serve(site);
    }

    /** One delivery learns of it; the others have another try, until the site counts as dead. */
    private void connectionFailed(SiteQueue site, Connector.Connected tried, long startedAt) {
        String reason = tried.host().name() + " " + tried.host().address().getAddress() + ": "
                + tried.failure().asException().getMessage();
        long now = loop.now();
        site.connectionFailed();
        site.said(reason);
        site.health().connectionFailed(reason, now, settings.deadPause());
        AttemptResult result = new AttemptResult(
                null,
                tried.failure(),
                tried.host(),
                null,
                false,
                startedAt,
                now,
                false,
                site.source().name());
        Loaded loaded = site.nextLoaded();
        if (loaded != null) {
            connector.sessions().failed(loaded.delivery().domain(), tried.tried());
            failLoaded(loaded, judged(site, loaded.delivery(), result));
        } else {
            Delivery ready = site.pollReady(any -> true);
            if (ready != null) {
                connector.sessions().failed(ready.domain(), tried.tried());
                finish(ready, UNCLAIMED, judged(site, ready, result));
            }
        }
    }

    /** Heeds what the site's rules make of a refusal. */
    private AttemptResult judged(SiteQueue site, Delivery delivery, AttemptResult result) {
        return site.backoff()
                .observe(site.shaping(), delivery, site.source().name(), result.words(), loop.now())
                .filter(rule -> rule.action() == BackoffRule.Action.BOUNCE)
                .map(rule -> result.asFinal())
                .orElse(result);
    }

    private void failAll(SiteQueue site, long now) {
        SmtpFailure failure = new SmtpFailure(Stage.CONNECT, null, site.health().reason());
        AttemptResult result = new AttemptResult(null, failure, null, null, false, now, now);
        site.drainLoaded().forEach(loaded -> failLoaded(loaded, result));
        site.drainReady().forEach(ready -> finish(ready, UNCLAIMED, result));
    }

    private void failLoaded(Loaded loaded, AttemptResult result) {
        loaded.ready().content().close();
        release(loaded.delivery());
        finish(loaded.delivery(), CLAIMED, result);
    }

    // Loading

    private void loadAhead(SiteQueue site, long now) {
        long wait = site.messageWait(now);
        if (wait > LONG_WAIT_MILLIS) {
            // a claim does not last for ever
            if (site.readyCount() > 0) {
                serveLater(site, wait);
            }
            return;
        }
        while (site.wantsToLoad(now)) {
            Delivery next = site.pollReady(delivery -> mayStart(site, delivery, now));
            if (next == null) {
                held.add(site);
                return;
            }
            Backoff.Pause pause = site.backoff().pause(next, now);
            if (next.message().isTooLate(now)) {
                expire(next);
            } else if (pause != null) {
                parked.accept(next, pause.until());
            } else {
                load(site, next);
            }
        }
        held.remove(site);
    }

    private boolean mayStart(SiteQueue site, Delivery delivery, long now) {
        return site.backoff().mayGo(delivery, now) && mayStart(delivery);
    }

    private boolean mayStart(Delivery delivery) {
        return inFlight.room(delivery.queue().flow(), FLOW_FACTOR) > 0 && bytesInFlight < settings.maxBytesInFlight();
    }

    /** Claims and prepares at the same time. */
    private void load(SiteQueue site, Delivery delivery) {
        site.startedLoading();
        site.backoff().goes(delivery, loop.now());
        inFlight.take(delivery.queue().flow());
        bytesInFlight += delivery.bytesInMemory();
        domains.merge(delivery.domain(), 1, Integer::sum);
        unsettled++;
        long until = loop.now() + settings.lease().toMillis();
        Claim claim = new Claim(delivery.message().queueId(), delivery.number(), delivery.generation(), run, until);
        CompletableFuture<Preparation> preparation = CompletableFuture.supplyAsync(
                        () -> takeUp.apply(delivery), workers)
                .handle(Preparation::new);
        loop.then(ledger.claim(claim).thenCombine(preparation, Taken::new), (taken, failure) -> {
            unsettled--;
            site.endedLoading();
            taken(site, delivery, claim, taken, failure);
            serve(site);
            completeWhenDrained();
        });
    }

    private record Preparation(Prepared prepared, Throwable fault) {}

    private record Taken(boolean claimed, Preparation preparation) {}

    private void taken(SiteQueue site, Delivery delivery, Claim claim, Taken taken, Throwable failure) {
        if (failure != null || !taken.claimed()) {
            // somebody else has it, or the ledger stopped: nothing of it is ours to change
            release(delivery);
            settled.accept(delivery, loop.now() + LOOK_AGAIN_MILLIS);
            return;
        }
        Preparation preparation = taken.preparation();
        if (preparation.fault() != null) {
            String queueId = delivery.message().queueId();
            LOG.log(Level.WARNING, "event=take-up-failed queueId=" + queueId, preparation.fault());
            release(delivery);
            settle(
                    delivery,
                    recorder.unclaim(
                            delivery, String.valueOf(preparation.fault().getMessage())));
        } else if (preparation.prepared() instanceof Prepared.Hold hold) {
            release(delivery);
            settle(delivery, recorder.hold(delivery, hold.reason()));
        } else {
            Loaded loaded = new Loaded(delivery, (Prepared.Ready) preparation.prepared(), claim);

            if (stopping) {
                handBack(loaded);
            } else {
                site.loaded(loaded);
            }
        }
    }

    private void handBack(Loaded loaded) {
        loaded.ready().content().close();
        release(loaded.delivery());
        settle(loaded.delivery(), recorder.handBack(loaded.delivery()));
    }

    // Sending

    private void sendWhatIsLoaded(SiteQueue site, long now) {
        while (site.canSend()) {
            long wait = site.messageWait(now);
            if (wait > 0) {
                serveLater(site, wait);
                return;
            }
            Loaded next = site.nextLoaded();
            if (next.delivery().message().isTooLate(now)) {
                failLoaded(next, tooLate(now));
            } else if (!mayLeave(site, next.delivery(), now)) {
                handBack(next);
            } else {
                site.messagePassed(now);
                site.startedSending();
                send(site, next, site.takeIdle(), now);
            }
        }
    }

    /** Since it was loaded, its tenant or campaign may have been suspended, or the day may be over. */
    private boolean mayLeave(SiteQueue site, Delivery delivery, long now) {
        return site.backoff().pause(delivery, now) == null && departures.mayLeave(delivery, now);
    }

    private void send(SiteQueue site, Loaded loaded, PooledConnection pooled, long startedAt) {
        unsettled++;
        connector.sessions().carries(pooled.connection(), loaded.delivery().domain());
        Prepared.Ready ready = loaded.ready();
        Transaction transaction = new Transaction(ready.envelope(), ready.content(), () -> mayFinish(loaded));
        CompletableFuture<TransactionResult> sending = ledger.begin(loaded.claim())
                .thenCompose(noted -> pooled.connection().send(transaction));
        loop.then(sending, (result, fault) -> {
            unsettled--;
            site.sent();
            site.took(loop.now() - startedAt);
            sent(site, loaded, pooled, startedAt, result, fault);
            serve(site);
        });
    }

    /** Asked just before the final dot. */
    private boolean mayFinish(Loaded loaded) {
        long now = loop.now();
        return now < loaded.claim().until() && !loaded.delivery().message().isTooLate(now);
    }

    private void sent(
            SiteQueue site,
            Loaded loaded,
            PooledConnection pooled,
            long startedAt,
            TransactionResult result,
            Throwable fault) {
        if (SendingNotNotedException.isCauseOf(fault)) {
            site.carried(pooled, !stopping, loop.now());
            loaded.ready().content().close();
            release(loaded.delivery());
            settle(loaded.delivery(), recorder.unclaim(loaded.delivery(), SendingNotNotedException.WORDS));
            return;
        }
        RecipientResult first = fault == null
                ? result.recipients().get(0)
                : new RecipientResult(null, new SmtpFailure(Stage.FINAL_DOT, null, String.valueOf(fault)));
        boolean endOfSession = first.failure() != null && first.failure().isOfTheSession();
        if (endOfSession) {
            pooled.connection().quit();
            site.sessionFailed();
        } else {
            site.carried(pooled, fault == null && result.reusable() && !stopping, loop.now());
        }
        if (endOfSession && pooled.messages() > 0 && !stopping) {
            // an old connection had come to its end, which says nothing about this message: a new one tells
            site.loadedAgain(loaded);
            return;
        }
        loaded.ready().content().close();
        release(loaded.delivery());
        SmtpConnection connection = pooled.connection();
        AttemptResult attempt = new AttemptResult(
                first.delivered(),
                first.failure(),
                connection.host(),
                connection.tls(),
                connection.passesDsn()
                        && loaded.ready().isUnderReversePathOf(loaded.delivery().message()),
                startedAt,
                loop.now(),
                false,
                site.source().name());
        site.said(attempt.words());
        departures.answered(loaded.delivery(), site.source(), attempt.failure());
        finish(loaded.delivery(), CLAIMED, attempt.isDelivered() ? attempt : judged(site, loaded.delivery(), attempt));
    }

    /** Records that nobody wants the delivery any more. */
    void expire(Delivery delivery) {
        finish(delivery, UNCLAIMED, tooLate(loop.now()));
    }

    private static AttemptResult tooLate(long now) {
        return new AttemptResult(null, new SmtpFailure(Stage.CONNECT, null, TOO_LATE), null, null, false, now, now);
    }

    // The end

    /**
     * The connection is free for the next one while the outcome is on its way to the disk. An outcome that the database
     * refuses leaves the delivery to an operator: it may have arrived.
     */
    private void finish(Delivery delivery, int claimed, AttemptResult result) {
        CompletableFuture<Long> recorded = recorder.record(delivery, delivery.generation() + claimed, result);
        settle(
                delivery,
                claimed == UNCLAIMED
                        ? recorded
                        : recorded.exceptionallyCompose(failure -> recorder.hold(delivery, NOT_RECORDED)));
    }

    private void settle(Delivery delivery, CompletableFuture<Long> recorded) {
        unsettled++;
        loop.then(recorded, (dueAgain, failure) -> {
            unsettled--;
            if (failure != null) {
                String queueId = delivery.message().queueId();
                LOG.log(Level.SEVERE, "event=outcome-lost queueId=" + queueId, failure);
            }
            settled.accept(delivery, dueAgain);
            completeWhenDrained();
        });
    }

    private void release(Delivery delivery) {
        inFlight.giveBack(delivery.queue().flow());
        bytesInFlight -= delivery.bytesInMemory();
        domains.computeIfPresent(delivery.domain(), (domain, count) -> count == 1 ? null : count - 1);
        if (!held.isEmpty()) {
            SiteQueue first = held.iterator().next();
            held.remove(first);
            loop.run(() -> serve(first));
        }
    }

    private void serveLater(SiteQueue site, long millis) {
        if (site.wake()) {
            loop.after(millis, () -> {
                site.awake();
                serve(site);
            });
        }
    }

    private void completeWhenDrained() {
        if (stopping && unsettled == 0) {
            drained.complete(null);
        }
    }
}
