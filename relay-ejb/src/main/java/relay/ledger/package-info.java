/**
 * The ledger: everything durable that happens to a message, written in group commits.
 *
 * <p>Above all three kinds of {@link relay.ledger.Entry}: an {@link relay.ledger.Acceptance} stores a message with its
 * recipients, a {@link relay.ledger.Claim} says that this run is about to send to a recipient, an
 * {@link relay.ledger.Outcome} says what became of it. {@link relay.ledger.Ledger} writes whatever is waiting in one
 * transaction, syncs once, and only then completes the futures. A {@link relay.ledger.FreshMessage} gathers all three of a
 * message that is delivered while the broker still owns it, and is written once. {@link relay.ledger.SendingJournal} notes on
 * this node's disk what is being sent, before the first byte.
 *
 * <p>What can fail: a database that is away holds entries back until it returns, for as long as that takes; an entry that
 * the database refuses by itself fails alone.
 */
package relay.ledger;
