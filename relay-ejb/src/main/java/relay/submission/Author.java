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
 * Who a message is from, as its From field has it (RFC 5322, section 3.6.2).
 *
 * @param mailboxes the addresses of From; none where the field is missing or malformed
 * @param defect what is wrong with the field for a message that is submitted, or null
 */
record Author(List<Mailbox> mailboxes, String defect) {
    static Author of(List<HeaderField> from) {
        return switch (from.size()) {
            case 0 -> unknown("The message has no From field: add one with its author's address");
            case 1 -> of(from.get(0).value());
            default -> unknown("The message has " + from.size() + " From fields: exactly one is allowed");
        };
    }

    static Author unknown(String defect) {
        return new Author(List.of(), defect);
    }

    private static Author of(String value) {
        try {
            List<Mailbox> mailboxes = Mailboxes.parse(value);
            return new Author(mailboxes, mailboxes.isEmpty() ? "The From field names no address" : null);
        } catch (MalformedAddressException e) {
            return unknown("The From field is malformed (RFC 5322, section 3.4): " + e.getMessage());
        }
    }

    /** Why this account may not submit the message, or empty; without an account nobody may. */
    Optional<Reply> refusal(Account account) {
        if (account == null) {
            return Optional.of(Reply.of(530, "5.7.0", "Authentication required"));
        }
        return defect == null ? foreign("From", mailboxes, account) : Optional.of(Reply.of(550, "5.6.0", defect));
    }

    /** Why this account may not write these addresses in this field, or empty. */
    static Optional<Reply> foreign(String field, List<Mailbox> mailboxes, Account account) {
        return mailboxes.stream()
                .filter(mailbox -> !account.maySendFrom(mailbox.address()))
                .findFirst()
                .map(mailbox -> Reply.of(550, "5.7.1", notYours(field, ReplyText.ascii(mailbox.domain()))));
    }

    private static String notYours(String field, String domain) {
        return "Sender not allowed: this account may not use " + domain + " in " + field + ";"
                + " verify the domain for it, or use an address of a verified domain";
    }
}
