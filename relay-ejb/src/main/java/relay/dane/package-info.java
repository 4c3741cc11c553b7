/**
 * DANE for SMTP (RFC 7672): a domain whose DNS is signed says by TLSA records which certificates its mail hosts show.
 *
 * <p>{@link relay.dane.ValidatingDns} answers with what DNSSEC proves: secure, insecure, or bogus. {@link
 * relay.dane.DaneFinder} asks it for MX, addresses and TLSA records of a domain's hosts; {@link relay.dane.Tlsa} says
 * whether a record is usable and matches, {@link relay.dane.TlsaCheck} judges a chain. What cannot be answered counts as
 * bogus: the host is not used, and mail waits. Where the resolver passes no signatures on, there is no DANE.
 */
package relay.dane;
