/**
 * TLS reports to recipient domains (RFC 8460): which sessions to their hosts were secure, and what was wrong with the
 * others.
 *
 * <p>{@link relay.tlsrpt.Subscribers} knows who wants reports, by their TXT records. {@link relay.tlsrpt.SessionCounts}
 * follows connections on the engine's thread and counts each once for every domain whose mail it carried; {@link
 * relay.tlsrpt.TlsCounts} adds up in memory and {@link relay.tlsrpt.CountStore} keeps the sums. {@link
 * relay.tlsrpt.Reporter} makes a {@link relay.tlsrpt.TlsReport} of each period that has ended and sends it, by mail as an
 * ordinary signed message or by HTTPS. A report that cannot be sent is tried again for a day.
 */
package relay.tlsrpt;
