package relay.message;

/** An address list that RFC 5322 does not allow; the message says what is wrong, in words for its author. */
public final class MalformedAddressException extends Exception {
    /** Says what is wrong. */
    public MalformedAddressException(String message) {
        super(message);
    }
}
