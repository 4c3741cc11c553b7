package relay.ledger;

import java.sql.SQLException;

/** One thing to record; a batch of them is one transaction. */
sealed interface Entry permits Acceptance, FreshMessage, Claim, Outcome, Together, Facts {
    /** Adds its rows to the batch's statements. */
    void write(LedgerStatements statements) throws SQLException;

    /** It is about to be written: from now on it must not change. */
    default void seal() {}

    /** Bytes of content that it brings: a batch is bounded by them, because the database holds it in memory. */
    default long weight() {
        return 0;
    }

    /** It is durable: what it settles is not being sent any more. */
    default void endSendings(SendingJournal sendings) {}

    /** Tells of itself once it is durable. */
    default void tell(LedgerWatch watch) {}
}
