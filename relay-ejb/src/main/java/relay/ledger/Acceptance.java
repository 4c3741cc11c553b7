package relay.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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

    /** The same with one more event. */
    public Acceptance with(Event event) {
        List<Event> more = new ArrayList<>(events);
        more.add(event);
        return new Acceptance(message, recipients, content, more);
    }

    /** Writes it in the connection's own transaction, for those who change more than messages in it. */
    public void insert(Connection connection) throws SQLException {
        try (LedgerStatements statements = new LedgerStatements(connection)) {
            write(statements);
            statements.execute();
        }
    }

    /** One that came again is no longer known from the journal alone. */
    @Override
    public void endSendings(SendingJournal sendings) {
        sendings.recordedAgain(message.queueId());
    }

    @Override
    public void tell(LedgerWatch watch) {
        watch.accepted(this);
        watch.ready(this);
    }

    @Override
    public void write(LedgerStatements statements) throws SQLException {
        int unfinished = 0;
        for (RecipientRow recipient : recipients) {
            statements.insertRecipient(message, recipient, RecipientState.of(message, recipient, null));
            unfinished += recipient.status().isFinal() ? 0 : 1;
        }
        statements.insertMessage(message, unfinished);
        if (content != null && unfinished > 0) {
            statements.insertContent(message.queueId(), 0, content, message.acceptedAt());
        }
        writeEvents(statements);
    }

    void writeEvents(LedgerStatements statements) throws SQLException {
        for (Event event : events) {
            statements.insertEvent(event);
        }
    }

    @Override
    public long weight() {
        return content == null ? 0 : content.length;
    }
}
