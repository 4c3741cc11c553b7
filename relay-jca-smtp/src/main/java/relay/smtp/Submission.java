package relay.smtp;

/**
 * A whole message as a session received it: an envelope with content and its origin.
 *
 * @param envelope MAIL and RCPT
 * @param content the bytes; the listener closes them after {@link SubmissionListener#accept} has returned
 * @param peer the other end
 * @param account who submits, or null on the transfer listener for mail to our own addresses
 */
public record Submission(Envelope envelope, Content content, Peer peer, Account account) {}
