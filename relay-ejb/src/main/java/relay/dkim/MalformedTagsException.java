package relay.dkim;

/** A signature or key record that RFC 6376 does not allow; the message is the reason that a result gives. */
public final class MalformedTagsException extends Exception {
    MalformedTagsException(String message) {
        super(message);
    }
}
