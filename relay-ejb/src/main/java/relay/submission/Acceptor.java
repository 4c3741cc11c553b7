package relay.submission;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.queue.QueueIds;
import relay.report.Reports;
import relay.smtp.Account;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;

/**
 * Takes responsibility for submissions: puts their headers right and hands them to the broker, many in one commit. The
 * way in for SMTP and REST alike.
 */
public final class Acceptor {
    private static final Logger LOG = Logger.getLogger(Acceptor.class.getName());
    private static final Reply NOT_DURABLE = Reply.of(451, "4.3.0", "The message could not be stored; try again later");

    private final HeaderFixUps fixUps;
    private final AcceptedQueue queue;
    private final Reports reports;
    private final QueueIds ids;
    private final Clock clock;
    private final Duration lifetime;

    /**
     * An acceptor.
     *
     * @param reports takes what arrives without an account, which only our own return paths may
     * @param lifetime how long a message is tried that does not say itself when it expires
     */
    public Acceptor(
            HeaderFixUps fixUps, AcceptedQueue queue, Reports reports, QueueIds ids, Clock clock, Duration lifetime) {
        this.fixUps = fixUps;
        this.queue = queue;
        this.reports = reports;
        this.ids = ids;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** One reply for each submission, in order; a 250 means that it is on disk. */
    public List<Reply> accept(List<Submission> submissions) {
        List<Reply> replies = new ArrayList<>(submissions.size());
        List<AcceptedQueue.Item> items = new ArrayList<>(submissions.size());
        for (Submission submission : submissions) {
            replies.add(judge(submission, ids.next(), items));
        }
        return items.isEmpty() || stored(items) ? replies : withoutPositive(replies);
    }

    /** Accepts one submission under an id that was chosen before, for idempotent requests. */
    public Reply accept(Submission submission, String queueId) {
        List<AcceptedQueue.Item> items = new ArrayList<>(1);
        Reply reply = judge(submission, queueId, items);
        return items.isEmpty() || stored(items) ? reply : NOT_DURABLE;
    }

    private Reply judge(Submission submission, String queueId, List<AcceptedQueue.Item> items) {
        Account account = submission.account();
        if (account == null) {
            return reports.take(submission);
        }
        try {
            FixUp fixUp = fixUps.apply(submission, queueId, clock.instant());
            if (fixUp instanceof FixUp.Accepted accepted) {
                items.add(item(submission, queueId, accepted, clock.instant()));
                return Reply.of(250, "2.0.0", "Ok: queued as " + queueId);
            }
            return ((FixUp.Refused) fixUp).reply();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "event=content-unreadable queueId=" + queueId, e);
            return NOT_DURABLE;
        }
    }

    private AcceptedQueue.Item item(
            Submission submission, String queueId, FixUp.Accepted accepted, Instant acceptedAt) {
        Account account = submission.account();
        AcceptedMessage message = new AcceptedMessage(
                queueId,
                account.tenantId(),
                account.credentialId(),
                account.stream(),
                submission.envelope(),
                accepted.facts(),
                accepted.options(),
                origin(submission.peer(), account),
                acceptedAt,
                accepted.header().length,
                accepted.header().length + submission.content().size() - accepted.bodyOffset(),
                expiry(accepted.options(), acceptedAt));
        return new AcceptedQueue.Item(message, accepted.header(), submission.content(), accepted.bodyOffset());
    }

    private Instant expiry(RelayOptions options, Instant acceptedAt) {
        if (options.expireAt() != null) {
            return options.expireAt();
        }
        return (options.sendAt() == null ? acceptedAt : options.sendAt()).plus(lifetime);
    }

    private static String origin(Peer peer, Account account) {
        return account.username() + " from " + peer.address().getHostAddress()
                + (peer.encrypted() ? " (" + peer.tlsProtocol() + ")" : "");
    }

    private boolean stored(List<AcceptedQueue.Item> items) {
        try {
            queue.send(items);
            return true;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "event=not-accepted messages=" + items.size() + " reason=\"" + e.getMessage() + '"');
            return false;
        }
    }

    private static List<Reply> withoutPositive(List<Reply> replies) {
        return replies.stream()
                .map(reply -> reply.isPositive() ? NOT_DURABLE : reply)
                .toList();
    }
}
