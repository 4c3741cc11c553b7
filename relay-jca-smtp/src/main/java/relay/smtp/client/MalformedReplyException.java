package relay.smtp.client;

/** A peer said something that is no SMTP reply, or too much of one; the message says what. */
final class MalformedReplyException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedReplyException(String message) {
        super(message);
    }
}
