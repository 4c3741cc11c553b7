package relay.compose;

import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.queue.QueueIds;
import relay.smtp.Account;
import relay.smtp.BodyType;
import relay.smtp.Content;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;
import relay.smtp.Peer;
import relay.smtp.Reply;
import relay.smtp.Submission;
import relay.submission.Acceptor;
import relay.submission.KeyedSubmissions;
import relay.submission.KeyedSubmissions.Answer;
import relay.submission.Receipt;
import relay.submission.RelayOptions;

/** Submits what applications send without SMTP; the same rules hold as for those who speak it. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Sending {
    private static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "The message is larger than this relay takes");
    private static final Reply STORAGE_FULL =
            Reply.of(452, "4.3.1", "The disk is above its high-water mark; try again later");

    @Inject
    private Acceptor acceptor;

    @Inject
    private KeyedSubmissions keyed;

    @Inject
    private QueueIds ids;

    @Inject
    private Configuration configuration;

    /** An empty scratch for one request. */
    public Scratch scratch() {
        return new Scratch(configuration.get(Settings.DATA_DIR).resolve("scratch"));
    }

    /** A refusal for now when there is no room for mail, else null. */
    public Reply storage() {
        try {
            Path directory = configuration.get(Settings.DATA_DIR);
            boolean room = Files.getFileStore(directory).getUsableSpace() >= configuration.get(Settings.DISK_RESERVE);
            return room ? null : STORAGE_FULL;
        } catch (IOException e) {
            return STORAGE_FULL;
        }
    }

    /**
     * Sends a letter.
     *
     * @param scratch that holds its texts and attachments
     */
    public Receipt send(Letter letter, Account account, Peer peer, Scratch scratch) {
        return submit(letter, letter.options(), account, peer, scratch, ids.next());
    }

    /**
     * Sends a letter unless its key was used before.
     *
     * @param bodyHash what a repetition is recognised by
     */
    public Answer send(Letter letter, Account account, Peer peer, Scratch scratch, String key, byte[] bodyHash) {
        RelayOptions options =
                new RelayOptions(null, List.of(), null, null, null, null, null, key).orElse(letter.options());
        try {
            return keyed.accept(
                    account.tenantId(),
                    key,
                    bodyHash,
                    queueId -> submit(letter, options, account, peer, scratch, queueId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    private Receipt submit(
            Letter letter, RelayOptions options, Account account, Peer peer, Scratch scratch, String queueId) {
        Envelope envelope = envelope(letter);
        if (!account.maySendFrom(envelope.reversePath())) {
            return new Receipt(senderRefused(envelope.reversePath()), queueId, null);
        }
        Content content = content(letter, queueId, scratch);
        return content.size() > configuration.get(Settings.MAX_MESSAGE_SIZE)
                ? new Receipt(TOO_LARGE, queueId, null)
                : acceptor.accept(new Submission(envelope, content, peer, account), queueId, options);
    }

    private Content content(Letter letter, String queueId, Scratch scratch) {
        if (letter instanceof Letter.Raw raw) {
            return raw.message().content();
        }
        try {
            return new Composer(Settings.hostname(configuration))
                    .compose(((Letter.Composed) letter).draft(), queueId, QueueIds.madeAt(queueId), scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Envelope envelope(Letter letter) {
        List<ForwardPath> recipients =
                letter.recipients().stream().map(ForwardPath::of).toList();
        if (letter instanceof Letter.Raw raw) {
            boolean utf8 = !isAscii(raw.sender()) || !raw.recipients().stream().allMatch(Sending::isAscii);
            boolean eightBit = raw.message().facts().eightBit() > 0;
            return new Envelope(raw.sender(), recipients, body(eightBit), utf8 || eightBit, null, null);
        }
        Draft draft = ((Letter.Composed) letter).draft();
        return new Envelope(draft.from().address(), recipients, body(draft.needsUtf8()), draft.needsUtf8(), null, null);
    }

    private static BodyType body(boolean eightBit) {
        return eightBit ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static Reply senderRefused(String sender) {
        String domain = sender.substring(sender.lastIndexOf('@') + 1);
        return Reply.of(
                550,
                "5.7.1",
                "Sender domain " + domain + " is not verified for this account; verify it, or send from a domain"
                        + " that is");
    }
}
