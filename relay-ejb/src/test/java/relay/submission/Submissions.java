package relay.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import relay.smtp.Account;
import relay.smtp.Content;
import relay.smtp.Envelope;
import relay.smtp.ListenerRole;
import relay.smtp.Peer;
import relay.smtp.ScramVerifier;
import relay.smtp.Submission;

/** Submissions as the listener would hand them over. */
final class Submissions {
    static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
    static final String QUEUE_ID = "4Q7abc";
    static final String HOST = "relay.example";

    private Submissions() {}

    static Account account(String... domains) {
        ScramVerifier verifier = new ScramVerifier(new byte[16], 4096, new byte[32], new byte[32]);
        return new Account("c1", "t1", "secret-user", verifier, Set.of(domains), false, "transactional", null);
    }

    static Peer peer(ListenerRole role) {
        return peer(role, "192.0.2.7", "client.example", "TLSv1.3");
    }

    static Peer peer(ListenerRole role, String address, String helo, String tls) {
        return new Peer(role, address(address), 40_000, helo, true, tls, tls == null ? null : "TLS_AES_128_GCM_SHA256");
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Submission submitted(String message) {
        return submission(message, peer(ListenerRole.SUBMISSION), account("example.org"));
    }

    static Submission transferred(String message) {
        return submission(message, peer(ListenerRole.TRANSFER, "192.0.2.7", "client.example", null), null);
    }

    static Submission submission(String message, Peer peer, Account account) {
        Envelope envelope = Envelope.of("joe@example.org", List.of("a@dest.test", "b@dest.test"));
        return new Submission(envelope, Content.of(message.getBytes(UTF_8)), peer, account);
    }

    static Submission with(Envelope envelope, Submission submission) {
        return new Submission(envelope, submission.content(), submission.peer(), submission.account());
    }
}
