package relay.ledger;

import java.sql.SQLException;

/**
 * An outcome and the notification that tells of it.
 *
 * @param outcome what became of a recipient
 * @param notice a new message to its sender
 */
record Together(Outcome outcome, Acceptance notice) implements Entry {
    @Override
    public void endSendings(SendingJournal sendings) {
        outcome.endSendings(sendings);
    }

    @Override
    public void tell(LedgerWatch watch) {
        outcome.tell(watch);
        notice.tell(watch);
    }

    @Override
    public void write(LedgerStatements statements) throws SQLException {
        statements.settle(outcome, notice);
    }

    @Override
    public long weight() {
        return notice.weight();
    }
}
