package relay.ledger;

import java.sql.SQLException;
import java.util.List;

/**
 * What became of a recipient.
 *
 * @param queueId which message
 * @param number which recipient
 * @param generation the recipient's generation as this run knows it
 * @param status the new status
 * @param attempts how many attempts there were
 * @param nextAt when it is due again, or null
 * @param reply last reply, or null
 * @param site the remote host's site, or null
 * @param delayNotified whether a delay DSN has been sent
 * @param at when, milliseconds since 1970
 * @param attempt the attempt that led here, or null when there was none (expired, cancelled)
 * @param events what to tell of it
 * @param keepContent whether the content stays although this may be the last recipient
 */
public record Outcome(
        String queueId,
        int number,
        int generation,
        RecipientStatus status,
        int attempts,
        Long nextAt,
        String reply,
        String site,
        boolean delayNotified,
        long at,
        Attempt attempt,
        List<Event> events,
        boolean keepContent)
        implements Entry {
    public Outcome {
        events = List.copyOf(events);
    }

    @Override
    public void endSendings(SendingJournal sendings) {
        sendings.end(queueId, number);
    }

    @Override
    public void tell(LedgerWatch watch) {
        watch.settled(this);
    }

    @Override
    public void write(LedgerStatements statements) throws SQLException {
        statements.settle(this, null);
    }

    /** What follows when it has applied. */
    void writeConsequences(LedgerStatements statements) throws SQLException {
        writeHistory(statements);
        if (status.isFinal()) {
            statements.finish(queueId, keepContent);
        }
    }

    /** The attempt and what to tell of it. */
    void writeHistory(LedgerStatements statements) throws SQLException {
        if (attempt != null) {
            statements.insertAttempt(queueId, number, status, attempt);
        }
        for (Event event : events) {
            statements.insertEvent(event);
        }
    }
}
