package relay.ledger;

import java.sql.SQLException;
import java.util.List;

/**
 * A message that the relay now owns.
 *
 * @param message the message
 * @param recipients its recipients
 * @param content the whole content, or null when it is stored already (large content is streamed before)
 * @param events accepted, and what was decided at once
 */
public record Acceptance(MessageRow message, List<RecipientRow> recipients, byte[] content, List<Event> events)
        implements Entry {
    public Acceptance {
        recipients = List.copyOf(recipients);
        events = List.copyOf(events);
    }

    @Override
    public void tell(LedgerWatch watch) {
        watch.accepted(this);
    }

    @Override
    public void write(LedgerStatements statements) throws SQLException {
        int unfinished = 0;
        for (RecipientRow recipient : recipients) {
            statements.insertRecipient(message, recipient);
            unfinished += recipient.status().isFinal() ? 0 : 1;
        }
        statements.insertMessage(message, unfinished);
        if (content != null && unfinished > 0) {
            statements.insertContent(message.queueId(), 0, content, message.acceptedAt());
        }
        for (Event event : events) {
            statements.insertEvent(event);
        }
    }

    @Override
    public long weight() {
        return content == null ? 0 : content.length;
    }
}
