/**
 * What operators do about queues: suspend, resume, hold, release, bounce, cancel, reroute, flush. An action is a row, which
 * all nodes read within a second and heed at once; what it changes in the database follows in the background.
 */
package relay.steering;
