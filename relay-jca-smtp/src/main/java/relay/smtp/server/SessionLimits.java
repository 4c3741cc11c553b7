package relay.smtp.server;

/**
 * What a peer may ask of one session.
 *
 * @param largestMessage octets of a message, announced as SIZE (RFC 1870)
 * @param mostRecipients of a message, announced as RCPTMAX (RFC 9422); RFC 5321, section 4.5.3.1.8 asks for at
 *     least 100
 * @param mostMessages MAIL commands of a session, announced as MAILMAX
 * @param mostErrors refused commands since the last accepted message; one more ends the session
 * @param mostIdleCommands commands such as NOOP and RSET since the last accepted message; one more ends the session
 * @param mostFailedLogins wrong credentials of a session; one more attempt ends it
 * @param longestTextLine octets of a line of message text without CRLF. RFC 5321, section 4.5.3.1.6 has 998, but much
 *     software that sends HTML does not keep to it and most receivers do not mind; the next hop decides
 * @param mostDroppedOctets octets beyond {@code largestMessage} that are read, and dropped, in order to answer at the
 *     end of the message; above it the session is closed
 */
public record SessionLimits(
        long largestMessage,
        int mostRecipients,
        int mostMessages,
        int mostErrors,
        int mostIdleCommands,
        int mostFailedLogins,
        int longestTextLine,
        long mostDroppedOctets) {
    public static final long DEFAULT_LARGEST_MESSAGE = 36L * 1024 * 1024;
    public static final int DEFAULT_MOST_RECIPIENTS = 1000;
    public static final int DEFAULT_MOST_MESSAGES = 100_000;
    public static final int DEFAULT_MOST_ERRORS = 20;
    public static final int DEFAULT_MOST_IDLE_COMMANDS = 100;
    public static final int DEFAULT_MOST_FAILED_LOGINS = 3;
    public static final int DEFAULT_LONGEST_TEXT_LINE = 64 * 1024;
    public static final long DEFAULT_MOST_DROPPED_OCTETS = 256L * 1024 * 1024;

    private static final int SHORTEST_TEXT_LINE = 998;

    public SessionLimits {
        atLeast(1, largestMessage, "largestMessage");
        atLeast(1, mostRecipients, "mostRecipients");
        atLeast(1, mostMessages, "mostMessages");
        atLeast(1, mostErrors, "mostErrors");
        atLeast(1, mostIdleCommands, "mostIdleCommands");
        atLeast(1, mostFailedLogins, "mostFailedLogins");
        atLeast(SHORTEST_TEXT_LINE, longestTextLine, "longestTextLine");
        atLeast(0, mostDroppedOctets, "mostDroppedOctets");
    }

    /** The defaults. */
    public static SessionLimits ofDefaults() {
        return new SessionLimits(
                DEFAULT_LARGEST_MESSAGE,
                DEFAULT_MOST_RECIPIENTS,
                DEFAULT_MOST_MESSAGES,
                DEFAULT_MOST_ERRORS,
                DEFAULT_MOST_IDLE_COMMANDS,
                DEFAULT_MOST_FAILED_LOGINS,
                DEFAULT_LONGEST_TEXT_LINE,
                DEFAULT_MOST_DROPPED_OCTETS);
    }

    private static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least " + least);
        }
    }
}
