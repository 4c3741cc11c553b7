package relay.smtp;

import java.util.List;
import java.util.Optional;

/**
 * The JCA message-listener type: what the SMTP listener asks of the application. Every call may block and is made on a
 * bounded Work thread, never on an event loop; an exception is answered {@code 451 4.3.0}.
 */
public interface SubmissionListener {
    /** The account that AUTH names, or empty when there is none. Its verifier proves the password. */
    Optional<Account> account(String username);

    /**
     * The account whose network the peer belongs to (credentials of kind {@code ip}), or empty. Asked once a connection,
     * before the greeting.
     */
    Optional<Account> admit(Peer peer);

    /**
     * Whether the transfer listener takes mail for this address from a peer that has no account: 250, or the refusal
     * ({@code 550 5.7.1} relaying denied).
     */
    Reply recipient(Peer peer, String address);

    /**
     * Takes responsibility for messages, and returns one reply each in the same order. A 250 means that the message is
     * durable: on disk, and owned by the relay from then on (RFC 5321, section 4.2.5).
     */
    List<Reply> accept(List<Submission> batch);
}
