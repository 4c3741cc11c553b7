package relay.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads messages with their recipients, events and attempts, a bounded number of each. */
final class MessageReader {
    /** Most recipients, events and attempts that one message is shown with. */
    static final int MOST = 1_000;
    /** Most recipients of a message in a list. */
    static final int MOST_IN_LIST = 10;

    private static final String MESSAGE = "SELECT m.queue_id, m.message_id, m.stream, m.campaign, m.reverse_path,"
            + " m.header_from, m.subject, m.tags, m.metadata, m.content_size, m.origin, m.accepted_at, m.expires_at"
            + " FROM message m WHERE ";

    private final Connection connection;

    MessageReader(Connection connection) {
        this.connection = connection;
    }

    /** These messages in this order; those that have gone meanwhile are left out. */
    List<MessageSummary> messages(List<String> queueIds) throws SQLException {
        if (queueIds.isEmpty()) {
            return List.of();
        }
        Map<String, Agreement> agreements = agreements(queueIds);
        Map<String, List<RecipientState>> recipients = recipients(queueIds, MOST_IN_LIST);
        Query query = new Query()
                .add(MESSAGE)
                .add("m.queue_id IN (")
                .addEach(queueIds)
                .add(")");
        Map<String, MessageSummary> messages = new HashMap<>();
        for (MessageSummary message : query.list(connection, row -> message(row, agreements, recipients))) {
            messages.put(message.queueId(), message);
        }
        return queueIds.stream()
                .map(messages::get)
                .filter(found -> found != null)
                .toList();
    }

    /** A message of this tenant. */
    Optional<MessageHistory> history(String tenantId, String queueId) throws SQLException {
        List<String> ids = List.of(queueId);
        Query query = new Query().add(MESSAGE).add("m.queue_id = ? AND m.tenant_id = ?", queueId, tenantId);
        Map<String, Agreement> agreements = agreements(ids);
        Map<String, List<RecipientState>> recipients = recipients(ids, MOST);
        List<MessageSummary> found = query.list(connection, row -> message(row, agreements, recipients));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new MessageHistory(found.get(0), events(queueId), attempts(queueId)));
    }

    /** What the recipients of a message have in common. */
    private record Agreement(String least, String greatest, int count) {
        String status() {
            return least.equals(greatest) ? least : MessageFilter.MIXED;
        }
    }

    private Map<String, Agreement> agreements(List<String> queueIds) throws SQLException {
        Map<String, Agreement> agreements = new HashMap<>();
        new Query()
                .add("SELECT queue_id, MIN(status), MAX(status), COUNT(*) FROM recipient WHERE queue_id IN (")
                .addEach(queueIds)
                .add(") GROUP BY queue_id")
                .list(
                        connection,
                        row -> agreements.put(
                                row.getString(1), new Agreement(row.getString(2), row.getString(3), row.getInt(4))));
        return agreements;
    }

    private Map<String, List<RecipientState>> recipients(List<String> queueIds, int most) throws SQLException {
        Map<String, List<RecipientState>> recipients = new HashMap<>();
        new Query()
                .add("SELECT queue_id, number, address, status, attempts, last_reply, site, next_at, claimed_by,"
                        + " updated_at FROM recipient WHERE queue_id IN (")
                .addEach(queueIds)
                .add(") AND number < ? ORDER BY queue_id, number", most)
                .list(
                        connection,
                        row -> recipients
                                .computeIfAbsent(row.getString("queue_id"), id -> new ArrayList<>())
                                .add(recipient(row)));
        return recipients;
    }

    private static RecipientState recipient(ResultSet row) throws SQLException {
        long nextAt = row.getLong("next_at");
        boolean waits = !row.wasNull();
        return new RecipientState(
                row.getInt("number"),
                row.getString("address"),
                row.getString("status"),
                row.getInt("attempts"),
                row.getString("last_reply"),
                row.getString("site"),
                waits ? Instant.ofEpochMilli(nextAt) : null,
                row.getString("claimed_by") != null,
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }

    private static MessageSummary message(
            ResultSet row, Map<String, Agreement> agreements, Map<String, List<RecipientState>> recipients)
            throws SQLException {
        String queueId = row.getString("queue_id");
        Agreement agreement = agreements.getOrDefault(queueId, new Agreement("accepted", "accepted", 0));
        String tags = row.getString("tags");
        return new MessageSummary(
                queueId,
                row.getString("message_id"),
                agreement.status(),
                row.getString("stream"),
                row.getString("campaign"),
                row.getString("reverse_path"),
                row.getString("header_from"),
                row.getString("subject"),
                tags == null ? List.of() : List.of(tags.split("\n", -1)),
                row.getString("metadata"),
                row.getLong("content_size"),
                row.getString("origin"),
                Instant.ofEpochMilli(row.getLong("accepted_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                agreement.count(),
                recipients.getOrDefault(queueId, List.of()));
    }

    private List<EventRecord> events(String queueId) throws SQLException {
        return new Query()
                .add(EventLog.COLUMNS)
                .add("e.queue_id = ? ORDER BY e.id FETCH FIRST ? ROWS ONLY", queueId, MOST)
                .list(connection, EventLog::event);
    }

    private List<AttemptRecord> attempts(String queueId) throws SQLException {
        return new Query()
                .add("SELECT r.address AS recipient, a.attempt, a.at, a.duration_millis, a.outcome, a.stage, a.host,"
                        + " a.address, a.tls, a.reply, a.source FROM attempt a JOIN recipient r ON r.queue_id = a.queue_id"
                        + " AND r.number = a.number WHERE a.queue_id = ?")
                .add("", queueId)
                .add(" ORDER BY a.at, a.number, a.attempt FETCH FIRST ? ROWS ONLY", MOST)
                .list(connection, MessageReader::attempt);
    }

    private static AttemptRecord attempt(ResultSet row) throws SQLException {
        return new AttemptRecord(
                row.getString("recipient"),
                row.getInt("attempt"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getInt("duration_millis"),
                row.getString("outcome"),
                row.getString("stage"),
                row.getString("host"),
                row.getString("address"),
                row.getString("tls"),
                row.getString("reply"),
                row.getString("source"));
    }
}
