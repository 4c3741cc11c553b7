package relay.history;

import java.time.Instant;

/**
 * One delivery attempt.
 *
 * @param recipient forward-path
 * @param attempt number from 1
 * @param at when it began
 * @param durationMillis how long it took
 * @param outcome status of the recipient afterwards
 * @param stage where the conversation ended, or null when it was delivered
 * @param host name of the remote host, or null when none was reached
 * @param address its address, or null
 * @param tls version and cipher, or null in clear
 * @param reply the remote reply, or the failure in words
 * @param source the egress source that it left by, or null when it did not come so far
 */
public record AttemptRecord(
        String recipient,
        int attempt,
        Instant at,
        int durationMillis,
        String outcome,
        String stage,
        String host,
        String address,
        String tls,
        String reply,
        String source) {}
