/**
 * What secures mail on its way to a domain: puts together what DANE and MTA-STS say, and decides which hosts may be used
 * and what is asked of them.
 *
 * <p>{@link relay.transport.TransportSecurity} is asked by the router after the MX hosts are known. {@link
 * relay.transport.Verdict} decides, without asking anybody: DANE goes before MTA-STS for each host, in both directions
 * (RFC 8461, section 2).
 */
package relay.transport;
