/**
 * The identity of a message, in its 250 reply, in every log line and in every table; and the names of the queues in which
 * recipients wait.
 */
package relay.queue;
