package relay.delivery;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.content.ContentStore;
import relay.ledger.Acceptance;
import relay.ledger.Attempt;
import relay.ledger.Event;
import relay.ledger.EventType;
import relay.ledger.Ledger;
import relay.ledger.Outcome;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;

/** Turns the result of an attempt into what the ledger records: status, attempt, events, and a DSN where one is due. */
public final class OutcomeRecorder {
    private static final Logger LOG = Logger.getLogger(OutcomeRecorder.class.getName());
    /** The second at once, the others after 4, 12 and 28 seconds. */
    private static final int NOTICE_TRIES = 5;

    private final OutcomeRules rules;
    private final Ledger ledger;
    private final QueueIds ids;
    private final Clock clock;
    private final Executor workers;
    private final Notices notices;
    private final ContentStore contents;
    private final boolean keepContent;

    /**
     * A recorder.
     *
     * @param notices writes DSNs
     * @param workers where DSNs are written
     * @param contents where large contents are removed
     * @param keepContent whether finished messages keep their content for a while
     */
    public OutcomeRecorder(
            OutcomeRules rules,
            Ledger ledger,
            QueueIds ids,
            Clock clock,
            Executor workers,
            Notices notices,
            ContentStore contents,
            boolean keepContent) {
        this.rules = rules;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
        this.workers = workers;
        this.notices = notices;
        this.contents = contents;
        this.keepContent = keepContent;
    }

    /**
     * Records what an attempt came to.
     *
     * @param generation the recipient's generation as this run knows it, a claim included
     * @return when the recipient is due again, milliseconds since 1970, or null for never
     */
    CompletableFuture<Long> record(Delivery delivery, int generation, AttemptResult result) {
        Verdict verdict = rules.decide(delivery, result);
        log(delivery, result, verdict);
        if (notices.isDue(delivery, verdict, result)) {
            return notice(delivery, verdict, result, 1)
                    .thenCompose(notice -> settle(delivery, generation, result, verdict, notice))
                    .thenApply(done -> verdict.nextAt());
        }
        return settle(delivery, generation, result, verdict, Optional.empty()).thenApply(done -> verdict.nextAt());
    }

    /** An outcome without the notice that is due would never be told: it waits, and in the end goes without content. */
    private CompletableFuture<Optional<Acceptance>> notice(
            Delivery delivery, Verdict verdict, AttemptResult result, int tries) {
        if (tries > NOTICE_TRIES) {
            return CompletableFuture.supplyAsync(() -> notices.writeBriefly(delivery, verdict, result), workers);
        }
        Executor later =
                tries == 1 ? workers : CompletableFuture.delayedExecutor((1L << tries) - 4, TimeUnit.SECONDS, workers);
        return CompletableFuture.supplyAsync(() -> notices.write(delivery, verdict, result), later)
                .exceptionallyCompose(failure -> {
                    LOG.log(
                            Level.WARNING,
                            "event=dsn-failed queueId=" + delivery.message().queueId(),
                            failure);
                    return notice(delivery, verdict, result, tries + 1);
                });
    }

    /** Puts a claimed recipient aside for an operator. */
    CompletableFuture<Long> hold(Delivery delivery, String reason) {
        return withoutAttempt(
                delivery, RecipientStatus.HELD, null, reason, List.of(event(delivery, EventType.HELD, reason, null)));
    }

    /** Gives a claimed recipient back to be tried soon: the relay itself could not prepare it. */
    CompletableFuture<Long> unclaim(Delivery delivery, String reason) {
        long soon = clock.millis() + RetrySchedule.DEFAULT_WAITS.get(0).toMillis();
        return withoutAttempt(
                delivery,
                RecipientStatus.DEFERRED,
                soon,
                reason,
                List.of(event(delivery, EventType.DEFERRED, reason, "4.3.0")));
    }

    /** Gives a claimed recipient back as it was: the relay stops before it could be sent. */
    CompletableFuture<Long> handBack(Delivery delivery) {
        RecipientStatus before = delivery.attempts() == 0 ? RecipientStatus.QUEUED : RecipientStatus.DEFERRED;
        return withoutAttempt(delivery, before, clock.millis(), null, List.of());
    }

    private CompletableFuture<Long> withoutAttempt(
            Delivery delivery, RecipientStatus status, Long nextAt, String reason, List<Event> events) {
        Outcome outcome = new Outcome(
                delivery.message().queueId(),
                delivery.number(),
                delivery.generation() + 1,
                status,
                delivery.attempts(),
                nextAt,
                reason,
                null,
                delivery.delayNotified(),
                clock.millis(),
                null,
                events,
                keepContent);
        return ledger.settle(outcome).thenApply(done -> nextAt);
    }

    private CompletableFuture<Boolean> settle(
            Delivery delivery, int generation, AttemptResult result, Verdict verdict, Optional<Acceptance> notice) {
        boolean delayNoticed = verdict.status() == RecipientStatus.DEFERRED && notice.isPresent();
        Outcome outcome = new Outcome(
                delivery.message().queueId(),
                delivery.number(),
                generation,
                verdict.status(),
                delivery.attempts() + 1,
                verdict.nextAt(),
                result.words(),
                result.host() == null ? null : result.host().name(),
                delivery.delayNotified() || delayNoticed,
                result.endedAt(),
                attempt(delivery, result),
                events(delivery, result, verdict),
                keepContent || isLarge(delivery));
        CompletableFuture<Boolean> settled =
                notice.map(acceptance -> ledger.settle(outcome, acceptance)).orElseGet(() -> ledger.settle(outcome));
        return verdict.status().isFinal() && isLarge(delivery) && !keepContent
                ? settled.whenCompleteAsync((done, failure) -> removeLarge(delivery), workers)
                : settled;
    }

    /** Large contents are not removed by the ledger, which would hold them in memory. */
    private static boolean isLarge(Delivery delivery) {
        return delivery.message().contentSize() > ContentStore.CHUNK_BYTES;
    }

    private void removeLarge(Delivery delivery) {
        try {
            contents.removeFinished(
                    delivery.message().queueId(), delivery.message().contentSize());
        } catch (SQLException e) {
            LOG.log(
                    Level.FINE,
                    "event=content-left-to-retention queueId="
                            + delivery.message().queueId(),
                    e);
        }
    }

    private static Attempt attempt(Delivery delivery, AttemptResult result) {
        return new Attempt(
                delivery.attempts() + 1,
                result.startedAt(),
                (int) Math.min(Integer.MAX_VALUE, result.endedAt() - result.startedAt()),
                result.stage() == null ? null : result.stage().name().toLowerCase(Locale.ROOT),
                result.host() == null ? null : result.host().name(),
                result.host() == null || result.host().address().isUnresolved()
                        ? null
                        : result.host().address().getAddress().getHostAddress(),
                result.tls(),
                result.words(),
                result.source());
    }

    private List<Event> events(Delivery delivery, AttemptResult result, Verdict verdict) {
        List<Event> events = new ArrayList<>();
        if (verdict.inDoubt()) {
            events.add(event(delivery, EventType.IN_DOUBT, result.words(), verdict.enhancedStatus()));
        }
        EventType type = switch (verdict.status()) {
            case DELIVERED -> EventType.DELIVERED;
            case BOUNCED -> EventType.BOUNCED;
            case EXPIRED -> EventType.EXPIRED;
            case DEFERRED -> EventType.DEFERRED;
            default -> null;
        };
        if (type != null) {
            events.add(event(delivery, type, result.words(), verdict.enhancedStatus()));
        }
        return events;
    }

    private Event event(Delivery delivery, EventType type, String words, String enhancedStatus) {
        boolean bounce = type == EventType.BOUNCED;
        return new Event(
                ids.next(),
                clock.millis(),
                type,
                delivery.message().tenantId(),
                delivery.message().queueId(),
                delivery.number(),
                delivery.address(),
                words,
                enhancedStatus,
                bounce ? "hard" : null,
                null);
    }

    private static void log(Delivery delivery, AttemptResult result, Verdict verdict) {
        LOG.log(
                Level.FINE,
                () -> "event=attempt queueId=" + delivery.message().queueId() + " status="
                        + verdict.status().word() + " host="
                        + (result.host() == null ? "-" : result.host().name())
                        + " reply=\"" + result.words() + '"');
    }
}
