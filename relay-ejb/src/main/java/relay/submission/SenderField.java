package relay.submission;

import java.util.List;
import java.util.Optional;
import relay.message.HeaderField;
import relay.message.Mailbox;
import relay.message.Mailboxes;
import relay.message.MalformedAddressException;
import relay.smtp.Account;
import relay.smtp.Reply;

/**
 * Who sent a message in its author's place: readers show it beside the author, so it must be the submitter's to use (RFC
 * 6409, section 6.1). At most one field with one address (RFC 5322, section 3.6.2).
 */
final class SenderField {
    private SenderField() {}

    /** Why this account may not submit a message with these Sender fields, or empty. */
    static Optional<Reply> refusal(List<HeaderField> fields, Account account) {
        return switch (fields.size()) {
            case 0 -> Optional.empty();
            case 1 -> refusal(fields.get(0).value(), account);
            default -> malformed("The message has " + fields.size() + " Sender fields: at most one is allowed");
        };
    }

    private static Optional<Reply> refusal(String value, Account account) {
        try {
            List<Mailbox> mailboxes = Mailboxes.parse(value);
            return mailboxes.size() == 1
                    ? Author.foreign("Sender", mailboxes, account)
                    : malformed("The Sender field names " + mailboxes.size() + " addresses: exactly one is allowed");
        } catch (MalformedAddressException e) {
            return malformed("The Sender field is malformed (RFC 5322, section 3.4): " + e.getMessage());
        }
    }

    private static Optional<Reply> malformed(String defect) {
        return Optional.of(Reply.of(550, "5.6.0", defect));
    }
}
