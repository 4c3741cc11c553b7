/** {@code /queues}: what waits, and what operators do about it. */
package relay.web.queue;
