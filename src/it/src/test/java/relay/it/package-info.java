/**
 * Tests of the whole relay: the uber jar as a process of its own, spoken to over SMTP and HTTP, with a little internet
 * on loopback around it.
 *
 * <p>{@link relay.it.running} starts, stops and kills relays, {@link relay.it.internet} is the DNS and the remote hosts,
 * {@link relay.it.mail} submits and judges messages. The tests are in the other packages, one for each thing that must
 * hold.
 */
package relay.it;
