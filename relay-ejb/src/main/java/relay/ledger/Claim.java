package relay.ledger;

import java.sql.SQLException;

/**
 * This run is about to send to a recipient.
 *
 * @param queueId which message
 * @param number which recipient
 * @param generation the generation that the claimer read; a claim raises it by one
 * @param run the claiming run
 * @param until end of the lease, milliseconds since 1970
 */
public record Claim(String queueId, int number, int generation, String run, long until) implements Entry {
    @Override
    public void write(LedgerStatements statements) throws SQLException {
        statements.claim(this);
    }
}
