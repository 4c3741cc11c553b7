package relay.submission;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.idempotency.Claimed;
import relay.idempotency.IdempotencyKeys;
import relay.secret.Sha256;
import relay.smtp.ForwardPath;
import relay.smtp.Reply;
import relay.smtp.Submission;

/**
 * Submissions under an idempotency key: carried out once, answered as often as they are repeated. Only what was accepted
 * is kept; a refused submission may be tried again under its key.
 */
public final class KeyedSubmissions {
    private static final Logger LOG = Logger.getLogger(KeyedSubmissions.class.getName());

    private final IdempotencyKeys keys;

    public KeyedSubmissions(IdempotencyKeys keys) {
        this.keys = keys;
    }

    /** The answer to a submission under a key. */
    public sealed interface Answer {
        /**
         * What it came to, now or when it was first made.
         *
         * @param receipt the same for all repetitions
         * @param repeated whether it had been carried out before
         */
        record Given(Receipt receipt, boolean repeated) implements Answer {}

        /**
         * The first one has not ended yet.
         *
         * @param retryAfter when to ask again
         */
        record Busy(Duration retryAfter) implements Answer {}

        /** The key belongs to another submission. */
        record Mistaken() implements Answer {}
    }

    /** Carries a submission out. */
    public interface Execution {
        /** Accepts the message under this queue id, or refuses it. */
        Receipt accept(String queueId) throws IOException;
    }

    /**
     * Carries a submission out unless its key was used before.
     *
     * @param bodyHash what a repetition is recognised by
     */
    public Answer accept(String tenantId, String key, byte[] bodyHash, Execution execution)
            throws IOException, SQLException {
        Claimed claimed = keys.claim(tenantId, key, bodyHash);
        if (claimed instanceof Claimed.Answered answered) {
            return new Answer.Given(
                    new Receipt(Acceptor.queued(answered.queueId()), answered.queueId(), answered.messageId()), true);
        }
        if (claimed instanceof Claimed.Running running) {
            return new Answer.Busy(running.retryAfter());
        }
        return claimed instanceof Claimed.Open open
                ? new Answer.Given(execute(tenantId, key, open, execution), false)
                : new Answer.Mistaken();
    }

    private Receipt execute(String tenantId, String key, Claimed.Open open, Execution execution) throws IOException {
        boolean ended = false;
        try {
            Receipt receipt = execution.accept(open.queueId());
            settle(tenantId, key, open, receipt);
            ended = true;
            return receipt;
        } finally {
            if (!ended) {
                quietly(() -> keys.release(tenantId, key, open.queueId()));
            }
        }
    }

    /** An answer that cannot be kept is given all the same: the message is on disk, and a retry finds its queue id. */
    private void settle(String tenantId, String key, Claimed.Open open, Receipt receipt) {
        quietly(() -> {
            if (receipt.isAccepted()) {
                keys.answered(tenantId, key, open.queueId(), receipt.messageId());
            } else if (receipt.reply().isPermanent() && !open.again()) {
                keys.forget(tenantId, key, open.queueId());
            } else {
                keys.release(tenantId, key, open.queueId());
            }
        });
    }

    private interface Step {
        void run() throws SQLException;
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "event=idempotency-key-not-settled reason={0}", e.getMessage());
        }
    }

    /** As SMTP says it. */
    static Reply reply(Answer answer) {
        if (answer instanceof Answer.Given given) {
            return given.receipt().reply();
        }
        return answer instanceof Answer.Busy
                ? Reply.of(451, "4.3.0", "A message with this idempotency key is being accepted; try again later")
                : Reply.of(554, "5.6.0", "This idempotency key was used for another message; choose a new one");
    }

    /** What a submission by SMTP is recognised by: envelope and content, byte by byte. */
    static byte[] hash(Submission submission) throws IOException {
        MessageDigest digest = Sha256.digest();
        digest.update(submission.envelope().reversePath().getBytes(StandardCharsets.UTF_8));
        for (ForwardPath recipient : submission.envelope().recipients()) {
            digest.update((byte) '\n');
            digest.update(recipient.address().getBytes(StandardCharsets.UTF_8));
        }
        digest.update((byte) 0);
        try (InputStream in = submission.content().open();
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        }
        return digest.digest();
    }
}
