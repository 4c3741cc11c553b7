package relay.simulator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import relay.smtp.Account;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;

/** What the simulated mailboxes answer to RCPT. */
final class SimulatedMailboxes implements SubmissionListener {
    private static final Reply OK = Reply.of(250, "2.1.5", "Ok");
    private static final int REMEMBERED = 10_000;
    private static final Duration MEMORY = Duration.ofDays(1);
    private static final Duration GREYLIST_TIME = Duration.ofSeconds(30);

    private final Clock clock;
    private final Cache<String, Long> firstSeen = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(MEMORY)
            .build();

    SimulatedMailboxes(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Account> account(String username) {
        return Optional.empty();
    }

    @Override
    public Optional<Account> admit(Peer peer) {
        return Optional.empty();
    }

    @Override
    public Reply recipient(Peer peer, String address) {
        if (!address.endsWith("@simulator.test")) {
            return OK;
        }
        return Mailbox.of(address)
                .map(mailbox -> answer(mailbox, address))
                .orElseGet(() -> Reply.of(550, "5.1.1", "No such simulated mailbox"));
    }

    private Reply answer(Mailbox mailbox, String address) {
        return switch (mailbox) {
            case BOUNCED -> Reply.of(550, "5.1.1", "The simulated mailbox does not exist");
            case FULL -> Reply.of(452, "4.2.2", "The simulated mailbox is full");
            case DEFERRED -> deferredOnce(address);
            case GREYLISTED -> greylisted(address);
            case DELIVERED, SLOW, OOB, COMPLAINED -> OK;
        };
    }

    private Reply deferredOnce(String address) {
        if (firstSeen.asMap().remove(address) != null) {
            return OK;
        }
        firstSeen.put(address, clock.millis());
        return Reply.of(451, "4.3.0", "Simulated temporary failure");
    }

    private Reply greylisted(String address) {
        long since = firstSeen.asMap().computeIfAbsent(address, unseen -> clock.millis());
        return clock.millis() - since >= GREYLIST_TIME.toMillis()
                ? OK
                : Reply.of(451, "4.7.1", "Greylisted, try again later");
    }

    /** Not used: the listeners hand messages to {@link Simulator#accept}. */
    @Override
    public List<Reply> accept(List<Submission> batch) {
        return batch.stream().map(submission -> OK).toList();
    }
}
