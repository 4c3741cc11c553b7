package relay.submission;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.queue.QueueIds;
import relay.report.Reports;
import relay.smtp.Account;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.tenant.Directory;

/**
 * Takes responsibility for submissions: puts their headers right and hands them to the broker, many in one commit. The
 * way in for SMTP and REST alike.
 */
public final class Acceptor {
    private static final Logger LOG = Logger.getLogger(Acceptor.class.getName());
    private static final Reply NOT_DURABLE = Reply.of(451, "4.3.0", "The message could not be stored; try again later");
    private static final Reply NEVER =
            Reply.of(554, "5.6.0", "The message would expire before the time that it is to be sent at");

    private final HeaderFixUps fixUps;
    private final AcceptedQueue queue;
    private final Reports reports;
    private final PostmasterMail postmaster;
    private final Supplier<Directory> directory;
    private final QueueIds ids;
    private final Duration lifetime;
    private final KeyedSubmissions keyed;
    private final Function<Submission, Optional<Reply>> limits;

    /**
     * An acceptor.
     *
     * @param reports takes what arrives without an account at our own return paths
     * @param postmaster takes what arrives without an account for the postmaster
     * @param directory what is known of tenants now
     * @param lifetime how long a message is tried that does not say itself when it expires
     * @param keyed carries out what comes under an idempotency key
     * @param limits counts what is accepted, or refuses what would be too much
     */
    public Acceptor(
            HeaderFixUps fixUps,
            AcceptedQueue queue,
            Reports reports,
            PostmasterMail postmaster,
            Supplier<Directory> directory,
            QueueIds ids,
            Duration lifetime,
            KeyedSubmissions keyed,
            Function<Submission, Optional<Reply>> limits) {
        this.fixUps = fixUps;
        this.queue = queue;
        this.reports = reports;
        this.postmaster = postmaster;
        this.directory = directory;
        this.ids = ids;
        this.lifetime = lifetime;
        this.keyed = keyed;
        this.limits = limits;
    }

    /** One reply for each submission, in order; a 250 means that it is on disk. */
    public List<Reply> accept(List<Submission> submissions) {
        List<Reply> replies = new ArrayList<>(submissions.size());
        List<AcceptedQueue.Item> items = new ArrayList<>(submissions.size());
        for (Submission submission : submissions) {
            Judgement judgement = judge(submission, ids.next(), RelayOptions.none());
            if (judgement.key() != null) {
                replies.add(acceptOnce(submission, judgement.key()));
            } else {
                Judgement admitted = admit(submission, judgement);
                replies.add(admitted.reply());
                admitted.addTo(items);
            }
        }
        return items.isEmpty() || stored(items) ? replies : withoutPositive(replies);
    }

    /**
     * Accepts one submission under a queue id that was chosen before, without a look at its idempotency key.
     *
     * @param options what was asked for beside the message; they come before its X-Relay fields
     */
    public Receipt accept(Submission submission, String queueId, RelayOptions options) {
        Judgement judgement = admit(submission, judge(submission, queueId, options));
        if (judgement.item() == null) {
            return new Receipt(judgement.reply(), queueId, null);
        }
        return stored(List.of(judgement.item()))
                ? new Receipt(
                        judgement.reply(),
                        queueId,
                        judgement.item().message().facts().messageId())
                : new Receipt(NOT_DURABLE, queueId, null);
    }

    private Reply acceptOnce(Submission submission, String key) {
        try {
            return KeyedSubmissions.reply(keyed.accept(
                    submission.account().tenantId(),
                    key,
                    KeyedSubmissions.hash(submission),
                    queueId -> accept(submission, queueId, RelayOptions.none())));
        } catch (IOException | SQLException e) {
            LOG.log(Level.WARNING, "event=not-accepted-once reason=\"" + e.getMessage() + '"');
            return NOT_DURABLE;
        }
    }

    /** A reply, with what to send to the broker when it is positive. */
    private record Judgement(Reply reply, AcceptedQueue.Item item) {
        String key() {
            return item == null ? null : item.message().options().idempotencyKey();
        }

        void addTo(List<AcceptedQueue.Item> items) {
            if (item != null) {
                items.add(item);
            }
        }
    }

    /** Mail that nobody submitted counts towards nobody's limits: strangers could use them up. */
    private Judgement admit(Submission submission, Judgement judgement) {
        if (judgement.item() == null || submission.account() == null) {
            return judgement;
        }
        return limits.apply(submission)
                .map(refusal -> new Judgement(refusal, null))
                .orElse(judgement);
    }

    private Judgement judge(Submission submission, String queueId, RelayOptions given) {
        return submission.account() == null ? arrived(submission, queueId) : submitted(submission, queueId, given);
    }

    /** What another host sends without an account: reports to our return paths, and mail for the postmaster. */
    private Judgement arrived(Submission arrived, String queueId) {
        Reply taken = reports.take(arrived);
        if (!taken.isPositive()) {
            return new Judgement(taken, null);
        }
        return postmaster
                .of(arrived, directory.get())
                .map(submission -> submitted(submission, queueId, RelayOptions.none()))
                .orElseGet(() -> new Judgement(taken, null));
    }

    private Judgement submitted(Submission submission, String queueId, RelayOptions given) {
        try {
            FixUp fixUp = fixUps.apply(submission, queueId, QueueIds.madeAt(queueId));
            if (fixUp instanceof FixUp.Refused refused) {
                return new Judgement(refused.reply(), null);
            }
            FixUp.Accepted accepted = (FixUp.Accepted) fixUp;
            RelayOptions options = given.orElse(accepted.options()).notBefore(QueueIds.madeAt(queueId));
            return options.isInOrder()
                    ? new Judgement(queued(queueId), item(submission, queueId, accepted, options))
                    : new Judgement(NEVER, null);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "event=content-unreadable queueId=" + queueId, e);
            return new Judgement(NOT_DURABLE, null);
        }
    }

    /** What is said of an accepted message. */
    static Reply queued(String queueId) {
        return Reply.of(250, "2.0.0", "Ok: queued as " + queueId);
    }

    private AcceptedQueue.Item item(
            Submission submission, String queueId, FixUp.Accepted accepted, RelayOptions options) {
        Account account = submission.account();
        Instant acceptedAt = QueueIds.madeAt(queueId);
        AcceptedMessage message = new AcceptedMessage(
                queueId,
                account.tenantId(),
                account.credentialId(),
                account.stream(),
                submission.envelope(),
                accepted.facts(),
                options,
                origin(submission.peer(), account),
                acceptedAt,
                accepted.header().length,
                accepted.header().length + submission.content().size() - accepted.bodyOffset(),
                expiry(options, acceptedAt));
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
