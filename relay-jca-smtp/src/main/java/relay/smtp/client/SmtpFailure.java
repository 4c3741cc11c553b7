package relay.smtp.client;

import relay.smtp.Reply;

/**
 * Why a connection could not be opened, or why a recipient was not accepted.
 *
 * @param stage where the conversation ended
 * @param reply what the remote host said, or null when it said nothing (refused, timed out, dropped)
 * @param cause in words: {@code connection refused}, {@code timed out after 300 s}, {@code TLS handshake: …}
 * @param fault what was wrong with TLS, or null when it was something else
 */
public record SmtpFailure(Stage stage, Reply reply, String cause, TlsFault fault) {
    private static final int SERVICE_CLOSING = 421;

    /** A failure that has nothing to do with TLS. */
    public SmtpFailure(Stage stage, Reply reply, String cause) {
        this(stage, reply, cause, null);
    }

    /** Whether the remote host may have accepted the message although it never said so. */
    public boolean isAmbiguous() {
        return stage == Stage.FINAL_DOT && reply == null;
    }

    /**
     * Whether the session ended before any of the content was sent, so that another connection may do better: it was
     * lost, or the remote host closed it with a 421 (RFC 5321, section 3.8).
     */
    public boolean isOfTheSession() {
        boolean inTheEnvelope = stage == Stage.MAIL || stage == Stage.RCPT || stage == Stage.DATA;
        return inTheEnvelope && (reply == null || reply.code() == SERVICE_CLOSING);
    }

    /** The failure as an exception, for futures. */
    public SmtpFailureException asException() {
        return new SmtpFailureException(this);
    }
}
