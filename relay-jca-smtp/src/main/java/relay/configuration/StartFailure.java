package relay.configuration;

import java.util.Optional;

/**
 * Why the application could not start, for the launcher that waits for it: both see the system's properties, however
 * separate their class loaders are.
 */
public final class StartFailure {
    private static final String PROPERTY = "relay.start.failure";
    private static final int MOST_CAUSES = 20;

    private StartFailure() {}

    /** The application cannot start; the first of several faults is the one that counts. */
    public static synchronized void report(Throwable fault) {
        if (reported().isEmpty()) {
            System.setProperty(PROPERTY, line(fault));
        }
    }

    /** What was reported, in one line. */
    public static Optional<String> reported() {
        return Optional.ofNullable(System.getProperty(PROPERTY));
    }

    /** The words of the innermost fault say what is wrong with which setting. */
    private static String line(Throwable fault) {
        Throwable cause = fault;
        for (int i = 0; i < MOST_CAUSES && cause.getCause() != null; i++) {
            cause = cause.getCause();
        }
        String words = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return words.lines().findFirst().orElse(cause.toString());
    }
}
