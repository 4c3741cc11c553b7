/**
 * The delivery engine: takes what waits to the remote hosts, at each destination's own pace.
 *
 * <p>{@link relay.delivery.DeliveryEngine} holds a window of ready deliveries in memory, by {@link
 * relay.delivery.SiteQueue}; what does not fit rests in the database and is read by {@link
 * relay.delivery.WaitingMail} when it is due. {@link relay.delivery.Courier} carries it: connection, claim and take-up (in
 * parallel), transaction, outcome. {@link relay.delivery.OutcomeRules} decides what a result means, {@link
 * relay.delivery.RetrySchedule} when to try again.
 *
 * <p>All state of the engine belongs to one thread; everything slow (DNS, connections, signing, the ledger) answers
 * through futures. What can fail: anything remote, which becomes an outcome; a claim that is lost, which drops the
 * delivery from memory; the ledger, which holds outcomes back until the database returns.
 */
package relay.delivery;
