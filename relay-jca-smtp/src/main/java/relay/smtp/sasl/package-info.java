/**
 * The server side of SASL authentication (RFC 4954): PLAIN (RFC 4616), LOGIN and SCRAM-SHA-256 (RFC 5802, RFC 7677).
 *
 * <p>An {@link relay.smtp.sasl.Exchange} takes the client's responses and answers with a {@link relay.smtp.sasl.Turn}.
 * It never sees an account store: it asks for an account, or for a password to be checked, by a turn that the session
 * carries out. {@link relay.smtp.sasl.ScramSha256} derives the verifier that is kept in place of a password; {@link
 * relay.smtp.sasl.Passwords} checks PLAIN and LOGIN against it at a cost that does not tell whether the user exists.
 *
 * <p>What can fail: wrong credentials are {@link relay.smtp.sasl.Turn.Denied}, broken messages {@link
 * relay.smtp.sasl.Turn.Malformed}. No password, key or proof ever reaches a log or an exception.
 */
package relay.smtp.sasl;
