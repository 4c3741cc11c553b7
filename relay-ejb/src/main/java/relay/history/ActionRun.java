package relay.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.content.ContentStore;
import relay.delivery.LateFailures;
import relay.ledger.Acceptance;
import relay.ledger.EventType;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;

/**
 * One action on the recipients of one message, in the transaction of its connection. Each recipient changes only if it
 * still is as it was read, and nobody sends to it; its generation rises, so that whoever holds it in memory lets it go.
 */
final class ActionRun {
    private final Connection connection;
    private final RecipientAction action;
    private final String tenantId;
    private final String queueId;
    private final QueueIds ids;
    private final LateFailures failures;
    private final long now;

    ActionRun(
            Connection connection,
            RecipientAction action,
            String tenantId,
            String queueId,
            QueueIds ids,
            LateFailures failures,
            Clock clock) {
        this.connection = connection;
        this.action = action;
        this.tenantId = tenantId;
        this.queueId = queueId;
        this.ids = ids;
        this.failures = failures;
        this.now = clock.millis();
    }

    private record Row(int number, String address, RecipientStatus status, int generation, boolean underWay) {}

    /**
     * Does it.
     *
     * @param recipient only this address, or null for all
     * @param keepContent whether the content stays when nothing is left to do
     */
    ActionResult apply(String recipient, boolean keepContent) throws SQLException {
        List<Row> open = new ArrayList<>();
        List<ActionResult.Skipped> skipped = new ArrayList<>();
        for (Row row : rows(recipient)) {
            if (action.appliesTo(row.status()) && !row.underWay()) {
                open.add(row);
            } else {
                skipped.add(skipped(row));
            }
        }
        List<Row> changed = change(open, skipped);
        tell(changed);
        if (action.event() == EventType.BOUNCED) {
            tellSender(changed);
        }
        if (action.isFinal() && !changed.isEmpty()) {
            finish(changed.size(), keepContent);
        }
        return new ActionResult(changed.stream().map(Row::address).toList(), skipped);
    }

    private List<Row> rows(String recipient) throws SQLException {
        Query query = new Query()
                .add(
                        "SELECT number, address, status, generation, claimed_by FROM recipient"
                                + " WHERE queue_id = ? AND tenant_id = ?",
                        queueId,
                        tenantId);
        if (recipient != null) {
            query.add(" AND address = ?", recipient);
        }
        return query.add(" ORDER BY number")
                .list(
                        connection,
                        row -> new Row(
                                row.getInt("number"),
                                row.getString("address"),
                                RecipientStatus.of(row.getString("status")),
                                row.getInt("generation"),
                                row.getString("claimed_by") != null));
    }

    private static ActionResult.Skipped skipped(Row row) {
        String reason = row.underWay()
                ? "It is being sent at this moment"
                : "It is " + row.status().word();
        return new ActionResult.Skipped(row.address(), row.status().word(), reason);
    }

    private List<Row> change(List<Row> open, List<ActionResult.Skipped> skipped) throws SQLException {
        List<Row> changed = new ArrayList<>();
        try (PreparedStatement update = connection.prepareStatement("UPDATE recipient SET status = ?,"
                + " queue_name = CASE WHEN ? THEN NULL ELSE queue_name END, next_at = ?, generation = generation + 1, updated_at = ? WHERE queue_id = ? AND number = ? AND generation = ?"
                + " AND status = ? AND claimed_by IS NULL")) {
            for (Row row : open) {
                if (changes(update, row)) {
                    changed.add(row);
                } else {
                    skipped.add(
                            new ActionResult.Skipped(row.address(), row.status().word(), "It has just been taken up"));
                }
            }
        }
        return changed;
    }

    private boolean changes(PreparedStatement update, Row row) throws SQLException {
        int i = 0;
        update.setString(++i, action.statusAfter(row.status()).word());
        update.setBoolean(++i, action.isFinal());
        if (action.isFinal()) {
            update.setNull(++i, Types.BIGINT);
        } else {
            update.setLong(++i, now);
        }
        update.setLong(++i, now);
        update.setString(++i, queueId);
        update.setInt(++i, row.number());
        update.setInt(++i, row.generation());
        update.setString(++i, row.status().word());
        return update.executeUpdate() == 1;
    }

    private void tell(List<Row> changed) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO event (id, at, type, tenant_id,"
                + " queue_id, number, recipient, reply, bounce_kind) VALUES (?,?,?,?,?,?,?,?,?)")) {
            for (Row row : changed) {
                int i = 0;
                insert.setString(++i, ids.next());
                insert.setLong(++i, now);
                insert.setString(++i, action.event().word());
                insert.setString(++i, tenantId);
                insert.setString(++i, queueId);
                insert.setInt(++i, row.number());
                insert.setString(++i, row.address());
                insert.setString(++i, action.words());
                insert.setString(++i, action.event() == EventType.BOUNCED ? "hard" : null);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void tellSender(List<Row> changed) throws SQLException {
        for (Row row : changed) {
            Optional<Acceptance> notice = failures.notice(connection, queueId, row.number(), null, action.words());
            if (notice.isPresent()) {
                notice.get().insert(connection);
            }
        }
    }

    /** As the ledger does when outcomes are final; large contents are removed afterwards, chunk by chunk. */
    private void finish(int recipients, boolean keepContent) throws SQLException {
        new Query()
                .add("UPDATE message SET unfinished = unfinished - ? WHERE queue_id = ?", recipients, queueId)
                .update(connection);
        if (!keepContent) {
            new Query()
                    .add(
                            "DELETE FROM content WHERE queue_id = ?"
                                    + " AND 0 = (SELECT unfinished FROM message WHERE queue_id = ?"
                                    + " AND content_size <= ?)",
                            queueId,
                            queueId,
                            ContentStore.CHUNK_BYTES)
                    .update(connection);
        }
    }
}
