/**
 * The header of a message, read without ever writing it anew (RFC 5322).
 *
 * <p>{@link relay.message.MessageHeader} scans the header region once and gives its fields in order, each with the very
 * bytes that it came in; whatever it cannot parse it leaves to the body, so that every message stays transportable.
 * {@link relay.message.Mailboxes} reads address lists, {@link relay.message.EncodedWords} decodes RFC 2047 for pages and
 * logs, {@link relay.message.MessageId} and {@link relay.message.MailDate} are the two small grammars beside them.
 *
 * <p>Used by {@code relay.submission}, {@code relay.dkim} and {@code relay.dsn}. Only {@link
 * relay.message.MalformedAddressException} is thrown for bad input, and only by {@link relay.message.Mailboxes}.
 */
package relay.message;
