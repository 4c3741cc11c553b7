/**
 * SMTP in plain Java: the values that the listener, the outbound client and the application share.
 *
 * <p>Main types: {@link relay.smtp.Reply}, {@link relay.smtp.Envelope}, {@link relay.smtp.Submission} and {@link
 * relay.smtp.SubmissionListener}, which is the JCA message-listener type through which the resource adapter hands mail
 * to the application. Nothing here does I/O, and nothing here imports Jakarta.
 *
 * <p>The server session lives in {@code relay.smtp.server}, authentication mechanisms in {@code relay.smtp.sasl}, the
 * outbound side in {@code relay.smtp.client}; {@code relay.jca} is the shell that a container sees.
 */
package relay.smtp;
