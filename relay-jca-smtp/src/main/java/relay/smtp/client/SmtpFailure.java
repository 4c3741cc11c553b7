package relay.smtp.client;

import relay.smtp.Reply;

/**
 * Why a connection could not be opened, or why a recipient was not accepted.
 *
 * @param stage where the conversation ended
 * @param reply what the remote host said, or null when it said nothing (refused, timed out, dropped)
 * @param cause in words: {@code connection refused}, {@code timed out after 300 s}, {@code TLS handshake: …}
 */
public record SmtpFailure(Stage stage, Reply reply, String cause) {
    /** Whether the remote host may have accepted the message although it never said so. */
    public boolean isAmbiguous() {
        return stage == Stage.FINAL_DOT && reply == null;
    }

    /** The failure as an exception, for futures. */
    public SmtpFailureException asException() {
        return new SmtpFailureException(this);
    }
}
