/**
 * The start and stop of the relay inside a server: what exists once in a process is made and ended here, in order.
 */
package relay.start;
