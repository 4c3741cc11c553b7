package relay.ledger;

import java.sql.SQLException;

/** One thing to record; a batch of them is one transaction. */
sealed interface Entry permits Acceptance, Claim, Outcome, Together, Facts {
    /** Adds its rows to the batch's statements. */
    void write(LedgerStatements statements) throws SQLException;

    /** Tells of itself once it is durable. */
    default void tell(LedgerWatch watch) {}
}
