/**
 * A little internet on loopback: {@link relay.it.internet.TestDns} knows its names, {@link relay.it.internet.Internet}
 * gives remote hosts addresses and domains.
 */
package relay.it.internet;
