/** Queue ids: the identity of a message, in its 250 reply, in every log line and in every table. */
package relay.queue;
