package relay.ledger;

import java.io.IOException;

/** It could not be made durable that something is being sent, so that nothing of it may go. */
public final class SendingNotNotedException extends IOException {
    /** What is said of it to people. */
    public static final String WORDS = "The relay could not note that it is sending this, and tries again";

    private static final long serialVersionUID = 1L;

    SendingNotNotedException(Throwable cause) {
        super(WORDS, cause);
    }

    /** Whether this is why a sending failed, wrapped as futures wrap it. */
    public static boolean isCauseOf(Throwable fault) {
        return fault instanceof SendingNotNotedException
                || (fault != null && fault.getCause() instanceof SendingNotNotedException);
    }
}
