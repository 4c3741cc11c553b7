package relay.steering;

import java.util.Locale;

/**
 * Something that an operator does about queues. Times are milliseconds since 1970.
 *
 * @param id identity
 * @param kind what is done
 * @param match about which mail
 * @param reason for people, shown with the mail
 * @param to where it goes instead, {@code host:port}; null unless it is rerouted
 * @param expires when it ends by itself, or null
 * @param createdAt when it began
 * @param createdBy who did it
 * @param state whether it is in force
 * @param affected how many recipients it has changed
 */
public record QueueAction(
        String id,
        Kind kind,
        Match match,
        String reason,
        String to,
        Long expires,
        long createdAt,
        String createdBy,
        State state,
        long affected) {
    /** What is done. */
    public enum Kind {
        /** Nothing of it is sent while the action stands. */
        SUSPEND,
        /** Suspensions that it covers end, and sites that rest are tried again. */
        RESUME,
        /** What waits now is put aside until it is released. */
        HOLD,
        /** What was put aside waits again. */
        RELEASE,
        /** What waits now is returned to its senders. */
        BOUNCE,
        /** What waits now is not sent. */
        CANCEL,
        /** It goes to another host while the action stands. */
        REROUTE,
        /** What waits now is tried at once. */
        FLUSH;

        /** Its name for programs: {@code suspend}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it stays in force until somebody ends it, and not only until it is done. */
        public boolean stands() {
            return this == SUSPEND || this == REROUTE;
        }

        /** Whether it changes what waits in the database. */
        boolean changesRecipients() {
            return this == HOLD || this == RELEASE || this == BOUNCE || this == CANCEL || this == FLUSH;
        }

        /** Whether mail that it is about is not to be sent now. */
        boolean stops() {
            return this == SUSPEND || this == HOLD || this == BOUNCE || this == CANCEL;
        }
    }

    /** Whether it is in force. */
    public enum State {
        /** It stands, or has not reached everything yet. */
        ACTIVE,
        /** It has reached everything, was ended, or has expired. */
        DONE;

        /** Its name for programs. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it is in force at a time. */
    boolean isInForce(long now) {
        return state == State.ACTIVE && (expires == null || now < expires);
    }
}
