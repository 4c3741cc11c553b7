package relay.ledger;

/**
 * One try to deliver to a recipient.
 *
 * @param number of the attempt, from 1
 * @param at when it began, milliseconds since 1970
 * @param durationMillis how long it took
 * @param stage where the conversation ended, or null when it was delivered
 * @param host name of the remote host, or null when none was reached
 * @param address its address, or null
 * @param tls version and cipher, or null in clear
 * @param reply the remote reply, or the failure in words
 * @param source the name of the source that it left by, or null
 */
public record Attempt(
        int number,
        long at,
        int durationMillis,
        String stage,
        String host,
        String address,
        String tls,
        String reply,
        String source) {
    /** An attempt by whatever source. */
    public Attempt(
            int number,
            long at,
            int durationMillis,
            String stage,
            String host,
            String address,
            String tls,
            String reply) {
        this(number, at, durationMillis, stage, host, address, tls, reply, null);
    }
}
