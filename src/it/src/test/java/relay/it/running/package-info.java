/**
 * Relays as processes of their own: {@link relay.it.running.RelaySetUp} says how, {@link
 * relay.it.running.RelayProcess} is one, {@link relay.it.running.SystemTest} marks the tests that share one.
 */
package relay.it.running;
