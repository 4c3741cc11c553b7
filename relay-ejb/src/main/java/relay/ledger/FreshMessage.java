package relay.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A message that is being delivered while its record waits: the broker owns it until the record is durable. What happens
 * to its recipients meanwhile goes into the record itself, so that a message which is delivered at once is written once,
 * with its outcome and without its content. Once it is sealed it takes no more, and what follows is written as for any
 * other message. Thread-safe.
 */
final class FreshMessage implements Entry {
    private final Acceptance acceptance;
    private final CompletableFuture<Boolean> recorded = new CompletableFuture<>();
    private final Claim[] claims;
    private final Outcome[] outcomes;
    private final List<Acceptance> notices = new ArrayList<>(0);
    private int unsettled;
    private boolean queued;
    private boolean sealed;

    FreshMessage(Acceptance acceptance) {
        this.acceptance = acceptance;
        unsettled = acceptance.recipients().size();
        claims = new Claim[unsettled];
        outcomes = new Outcome[unsettled];
    }

    String queueId() {
        return acceptance.message().queueId();
    }

    /** Completes once it is durable. */
    CompletableFuture<Boolean> recorded() {
        return recorded;
    }

    /**
     * Claims a recipient, unless the record is sealed.
     *
     * @return whether it is claimed now; null when the record is sealed
     */
    synchronized Boolean claim(Claim claim) {
        if (sealed) {
            return null;
        }
        boolean free = outcomes[claim.number()] == null && claim.generation() == generation(claim.number());
        if (free) {
            claims[claim.number()] = claim;
        }
        return free;
    }

    /**
     * Takes the outcome of a recipient into the record, unless it is sealed. An outcome of another generation is not
     * heeded.
     *
     * @param notice the message that tells of it, or null
     * @return whether there was still time for it
     */
    synchronized boolean settle(Outcome outcome, Acceptance notice) {
        if (sealed) {
            return false;
        }
        if (outcomes[outcome.number()] == null && outcome.generation() == generation(outcome.number())) {
            outcomes[outcome.number()] = outcome;
            unsettled--;
            if (notice != null) {
                notices.add(notice);
            }
        }
        return true;
    }

    private int generation(int number) {
        return claims[number] == null ? 0 : claims[number].generation() + 1;
    }

    /** What was claimed and may be sent at any moment, or was. */
    synchronized List<Claim> claimsWithoutOutcome() {
        List<Claim> open = new ArrayList<>(claims.length);
        for (int i = 0; i < claims.length; i++) {
            if (claims[i] != null && outcomes[i] == null) {
                open.add(claims[i]);
            }
        }
        return open;
    }

    /** Whether every recipient has its outcome. */
    synchronized boolean isSettled() {
        return unsettled == 0;
    }

    /** Puts it in line for being written; false when it is there already. */
    synchronized boolean queue() {
        boolean first = !queued;
        queued = true;
        return first;
    }

    @Override
    public synchronized void seal() {
        sealed = true;
    }

    @Override
    public void write(LedgerStatements statements) throws SQLException {
        MessageRow message = acceptance.message();
        int unfinished = 0;
        for (int i = 0; i < outcomes.length; i++) {
            RecipientRow recipient = acceptance.recipients().get(i);
            if (outcomes[i] == null) {
                statements.insertRecipient(message, recipient, RecipientState.of(message, recipient, claims[i]));
            } else {
                statements.insertRecipient(message, recipient, RecipientState.after(outcomes[i]));
            }
            unfinished += outcomes[i] == null || !outcomes[i].status().isFinal() ? 1 : 0;
        }
        statements.insertMessage(message, unfinished);
        if (bringsContent()) {
            statements.insertContent(message.queueId(), 0, acceptance.content(), message.acceptedAt());
        }
        acceptance.writeEvents(statements);
        for (Outcome outcome : outcomes) {
            if (outcome != null) {
                outcome.writeHistory(statements);
            }
        }
        for (Acceptance notice : notices) {
            notice.write(statements);
        }
    }

    /** The outcomes that were taken into the record. */
    List<Outcome> outcomes() {
        return Arrays.stream(outcomes).filter(Objects::nonNull).toList();
    }

    @Override
    public void endSendings(SendingJournal sendings) {
        outcomes().forEach(outcome -> outcome.endSendings(sendings));
    }

    @Override
    public void tell(LedgerWatch watch) {
        watch.accepted(acceptance);
        outcomes().forEach(watch::settled);
        notices.forEach(notice -> notice.tell(watch));
    }

    @Override
    public synchronized long weight() {
        return notices.stream().mapToLong(Acceptance::weight).sum() + (bringsContent() ? acceptance.weight() : 0);
    }

    private boolean bringsContent() {
        return unsettled > 0
                || Arrays.stream(outcomes).anyMatch(outcome -> !outcome.status().isFinal() || outcome.keepContent());
    }

    /** Whether its deliveries can begin before it is recorded: a recipient's number is its place. */
    static boolean suits(Acceptance acceptance) {
        return Objects.nonNull(acceptance.content())
                && acceptance.recipients().stream().allMatch(row -> row.status() == RecipientStatus.QUEUED);
    }
}
