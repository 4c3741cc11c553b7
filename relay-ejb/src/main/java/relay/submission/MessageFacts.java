package relay.submission;

import java.util.List;
import java.util.Optional;
import relay.message.EncodedWords;
import relay.message.HeaderField;
import relay.message.HeaderText;
import relay.message.Mailbox;
import relay.message.MessageId;

/**
 * What the message log keeps of a header.
 *
 * @param messageId the Message-ID in angle brackets, at most 998 characters; null without one
 * @param fromAddress the first address of From; null where there is none to be read
 * @param fromDomain its domain in lower case, or null
 * @param subject decoded and printable, at most {@value #MAX_SUBJECT} characters; null without one
 * @param overlooksTls whether it says {@code TLS-Required: No} (RFC 8689, section 3)
 */
public record MessageFacts(
        String messageId, String fromAddress, String fromDomain, String subject, boolean overlooksTls) {
    public static final int MAX_SUBJECT = 500;
    private static final int MAX_MESSAGE_ID = 998;

    /** Facts of a message that says nothing of TLS. */
    public MessageFacts(String messageId, String fromAddress, String fromDomain, String subject) {
        this(messageId, fromAddress, fromDomain, subject, false);
    }

    static MessageFacts of(String messageId, List<Mailbox> from, Optional<HeaderField> subject, boolean overlooksTls) {
        Optional<Mailbox> author = from.stream().findFirst();
        return new MessageFacts(
                messageId,
                author.map(Mailbox::address).orElse(null),
                author.map(Mailbox::domain).orElse(null),
                subject.map(f -> HeaderText.printable(EncodedWords.decode(f.value()), MAX_SUBJECT))
                        .orElse(null),
                overlooksTls);
    }

    /** A malformed identifier is kept as it is, so that a search for it finds the message; an empty one is none. */
    static String messageId(HeaderField field) {
        String value = field.value();
        String id = MessageId.parse(value).map(MessageId::toString).orElse(HeaderText.printable(value, MAX_MESSAGE_ID));
        return id.isEmpty() ? null : id;
    }
}
