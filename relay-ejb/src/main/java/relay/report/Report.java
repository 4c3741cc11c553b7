package relay.report;

/**
 * What a report says.
 *
 * @param kind what it is about
 * @param status enhanced status code, or null
 * @param words diagnostic of the remote host, or the type of feedback; null when it gives none
 */
record Report(Kind kind, String status, String words) {
    /** What a report is about. */
    enum Kind {
        /** A recipient did not get the message after all. */
        BOUNCE,
        /** A recipient complained. */
        COMPLAINT,
        /** Anything else that came to a return path: delays, successes, vacation notes. */
        OTHER
    }
}
