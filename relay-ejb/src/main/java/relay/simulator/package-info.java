/**
 * The mailbox simulator: recipients at {@code simulator.test} that behave in known ways. Mail to them takes the whole
 * real path to a listener inside the process and never leaves the machine.
 */
package relay.simulator;
