package relay.queue;

import java.util.Locale;

/** Which mail goes first where both wait. */
public enum Precedence {
    /** One person waits for it: a password reset, a receipt. */
    TRANSACTIONAL,
    /** The same for many. */
    BROADCAST;

    private static final String BROADCAST_STREAM = "broadcast";

    /** The precedence of a stream. */
    public static Precedence of(String stream) {
        return BROADCAST_STREAM.equals(stream) ? BROADCAST : TRANSACTIONAL;
    }

    /** In names of queues. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
