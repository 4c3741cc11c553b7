/**
 * Submission: what happens to a message between the listener and its queue (RFC 6409).
 *
 * <p>{@link relay.submission.HeaderFixUps} decides about the header: it refuses a message with a {@link
 * relay.smtp.Reply}, or gives the header that takes the place of the original one, with the {@link
 * relay.submission.MessageFacts} and {@link relay.submission.RelayOptions} found on the way. It reads the header region
 * only; the body follows byte for byte.
 */
package relay.submission;
