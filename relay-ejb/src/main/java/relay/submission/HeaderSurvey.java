package relay.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.message.HeaderField;
import relay.message.MessageHeader;

/** What one look over the fields of a header finds. */
final class HeaderSurvey {
    private final MessageHeader header;
    private final List<HeaderField> from = new ArrayList<>(1);
    private final List<HeaderField> sender = new ArrayList<>(0);
    private final List<HeaderField> relayFields = new ArrayList<>();
    private HeaderField subject;
    private HeaderField messageId;
    private boolean dated;
    private boolean overlooksTls;
    private int receivedCount;

    HeaderSurvey(MessageHeader header) {
        this.header = header;
        header.fields().forEach(this::see);
    }

    private void see(HeaderField field) {
        if (field.is("Received")) {
            receivedCount++;
        } else if (field.is("From")) {
            from.add(field);
        } else if (field.is("Sender")) {
            sender.add(field);
        } else if (field.is("Date")) {
            dated = true;
        } else if (field.is("Message-ID")) {
            messageId = messageId == null ? field : messageId;
        } else if (field.is("Subject")) {
            subject = subject == null ? field : subject;
        } else if (field.is("TLS-Required")) {
            overlooksTls |= field.value().strip().equalsIgnoreCase("no");
        } else if (field.nameStartsWith(RelayOption.PREFIX)) {
            relayFields.add(field);
        }
    }

    int receivedCount() {
        return receivedCount;
    }

    boolean isDated() {
        return dated;
    }

    boolean hasMessageId() {
        return messageId != null;
    }

    Author author() {
        return from.isEmpty() && header.ending() == MessageHeader.Ending.NOT_A_FIELD ? cutShort() : Author.of(from);
    }

    private Author cutShort() {
        int lines = header.fields().stream().mapToInt(HeaderField::lineCount).sum();
        return Author.unknown(
                "The message header ends at line " + (lines + 1) + ", which is no header field, without a From field");
    }

    List<HeaderField> sender() {
        return sender;
    }

    List<HeaderField> relayFields() {
        return relayFields;
    }

    /** The facts for the log; the identifier is the message's own, or else the one that it is given. */
    MessageFacts facts(Author author, String givenMessageId) {
        String id = hasMessageId() ? MessageFacts.messageId(messageId) : givenMessageId;
        return MessageFacts.of(id, author.mailboxes(), Optional.ofNullable(subject), overlooksTls);
    }
}
