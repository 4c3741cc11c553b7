package relay.smtp.dialog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import relay.smtp.Account;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.ScramVerifier;
import relay.smtp.Submission;
import relay.smtp.SubmissionListener;
import relay.smtp.sasl.ScramSha256;

/**
 * The application that the project's dialogs speak to. {@code alice} with the password {@code secret} may send from
 * {@code example.org}, {@code bob} is suspended, {@code broken} cannot be looked up; mail from outside is taken for
 * {@code example.org}. Senders {@code refused@}, {@code broken@} and {@code full@example.org} are refused at the end.
 */
public final class FakeRelay implements SubmissionListener {
    private static final ScramVerifier SECRET = ScramSha256.verifier("secret");
    private static final Reply SUSPENDED = Reply.of(550, "5.7.1", "This account is suspended, ask your administrator");

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile boolean admitting;

    /** From now on peers are admitted by their network, as alice. */
    public void admitAll() {
        admitting = true;
    }

    public List<Received> received() {
        return received;
    }

    @Override
    public Optional<Account> account(String username) {
        return switch (username) {
            case "alice" -> Optional.of(account("alice", SECRET, null));
            case "bob" -> Optional.of(account("bob", SECRET, SUSPENDED));
            case "printer" -> Optional.of(account("printer", null, null));
            case "broken" -> throw new IllegalStateException("the database is away");
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Account> admit(Peer peer) {
        return admitting ? Optional.of(account("printer", null, null)) : Optional.empty();
    }

    @Override
    public Reply recipient(Peer peer, String address) {
        if (address.startsWith("broken@")) {
            throw new IllegalStateException("the database is away");
        }
        boolean ours = address.endsWith("@example.org") || address.equalsIgnoreCase("postmaster");
        return ours
                ? Reply.of(250, "2.1.5", "Ok")
                : Reply.of(550, "5.7.1", "Relaying denied: authenticate on a submission port to send to other domains");
    }

    @Override
    public List<Reply> accept(List<Submission> batch) {
        List<Reply> replies = new ArrayList<>();
        for (Submission submission : batch) {
            replies.add(accept(submission));
        }
        return replies;
    }

    private Reply accept(Submission submission) {
        return switch (submission.envelope().reversePath()) {
            case "refused@example.org" -> Reply.of(554, "5.7.1", "The message was refused");
            case "full@example.org" -> Reply.of(452, "4.3.1", "Try again later");
            case "broken@example.org" -> throw new IllegalStateException("the broker is away");
            default -> keep(submission);
        };
    }

    private Reply keep(Submission submission) {
        received.add(received(submission));
        return Reply.of(250, "2.0.0", "Ok: queued as Q" + received.size());
    }

    private static Received received(Submission submission) {
        try (var in = submission.content().open()) {
            String username =
                    submission.account() == null ? null : submission.account().username();
            return new Received(submission.envelope(), in.readAllBytes(), submission.peer(), username);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Account account(String username, ScramVerifier verifier, Reply refusal) {
        return new Account(
                "credential-" + username,
                "tenant",
                username,
                verifier,
                Set.of("example.org", "bücher.example"),
                false,
                "transactional",
                refusal);
    }
}
