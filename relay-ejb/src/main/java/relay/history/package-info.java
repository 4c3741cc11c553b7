/**
 * The message log: what was sent, what became of it, and what an operator does about it.
 *
 * <p>{@link relay.history.MessageLog} and {@link relay.history.EventLog} answer questions, for the REST interface and
 * the console alike; {@link relay.history.MessageActions} cancels, releases, retries and resolves. Everything belongs to
 * one tenant and is found by an index: queue ids sort by time, so that a list begins at its newest message and goes on
 * where the last page ended. A filter without an index looks at a bounded number of messages a page ({@link
 * relay.history.Windows}); the page then ends early and says where to go on.
 */
package relay.history;
