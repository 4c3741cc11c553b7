package relay.steering;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import relay.delivery.LateFailures;
import relay.ledger.Acceptance;
import relay.ledger.Event;
import relay.ledger.EventType;
import relay.ledger.Ledger;
import relay.ledger.Outcome;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;
import relay.queue.QueueName;

/**
 * Applies one action to what waits, queue by queue and page by page, through the ledger: whoever is being sent at this
 * moment is left alone, because the claim has raised its generation.
 */
final class QueueChange {
    private static final int PAGE = 500;
    /** Rows that may wait to be written. */
    private static final int MOST_CHANGES = 2_000;

    private static final String BOUNCE_STATUS = "5.7.0";

    private final DataSource dataSource;
    private final Ledger ledger;
    private final LateFailures failures;
    private final QueueIds ids;
    private final Clock clock;
    private final QueueAction action;
    private final List<CompletableFuture<Boolean>> changes = new ArrayList<>();
    private final Map<String, String> sites;

    /**
     * A change.
     *
     * @param sites the site of each domain, as far as it is known
     */
    QueueChange(
            DataSource dataSource,
            Ledger ledger,
            LateFailures failures,
            QueueIds ids,
            Clock clock,
            QueueAction action,
            Map<String, String> sites) {
        this.dataSource = dataSource;
        this.ledger = ledger;
        this.failures = failures;
        this.ids = ids;
        this.clock = clock;
        this.action = action;
        this.sites = sites;
    }

    /** What tells how far it is. */
    interface Progress {
        void changed(int recipients) throws SQLException;
    }

    /** Changes everything that the action is about; it may be done again after it was interrupted. */
    void apply(List<QueueName> queues, Progress progress) throws SQLException {
        for (QueueName queue : queues) {
            if (isAbout(queue)) {
                apply(queue, progress);
            }
        }
        awaitChanges(progress);
    }

    private boolean isAbout(QueueName queue) {
        String campaign = action.match().campaign();
        return action.match().matchesQueue(queue.tenantId(), queue.domain())
                && (campaign == null || queue.campaign() == null || campaign.equals(queue.campaign()))
                && isOfSite(queue);
    }

    private boolean isOfSite(QueueName queue) {
        return action.match().site() == null || action.match().site().equalsIgnoreCase(sites.get(queue.domain()));
    }

    private void apply(QueueName queue, Progress progress) throws SQLException {
        Row last = Row.BEGIN;
        List<Row> page;
        do {
            page = page(queue, last);
            if (!page.isEmpty()) {
                last = page.get(page.size() - 1);
                change(page);
            }
            if (changes.size() >= MOST_CHANGES) {
                awaitChanges(progress);
            }
        } while (page.size() == PAGE);
    }

    /** Many queues share one commit of the ledger. */
    private void awaitChanges(Progress progress) throws SQLException {
        changes.forEach(CompletableFuture::join);
        progress.changed(changes.size());
        changes.clear();
    }

    private void change(List<Row> page) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            for (Row row : page) {
                Optional<Acceptance> notice = action.kind() == QueueAction.Kind.BOUNCE
                        ? failures.notice(connection, row.queueId, row.number, BOUNCE_STATUS, action.reason())
                        : Optional.empty();
                Outcome outcome = outcome(row);
                changes.add(
                        notice.map(message -> ledger.settle(outcome, message)).orElseGet(() -> ledger.settle(outcome)));
            }
        }
    }

    private Outcome outcome(Row row) {
        RecipientStatus status = switch (action.kind()) {
            case HOLD -> RecipientStatus.HELD;
            case BOUNCE -> RecipientStatus.BOUNCED;
            case CANCEL -> RecipientStatus.CANCELLED;
            case RELEASE -> RecipientStatus.QUEUED;
            default -> row.status;
        };
        long now = clock.millis();
        return new Outcome(
                row.queueId,
                row.number,
                row.generation,
                status,
                row.attempts,
                nextAt(now),
                action.reason(),
                row.site,
                row.delayNotified,
                now,
                null,
                event(row, now).map(List::of).orElse(List.of()),
                // large contents in one commit would be too much: retention removes them piece by piece
                true);
    }

    /** What is flushed must not be met again by the pages that follow. */
    private Long nextAt(long now) {
        return switch (action.kind()) {
            case RELEASE -> now;
            case FLUSH -> action.createdAt();
            default -> null;
        };
    }

    private Optional<Event> event(Row row, long now) {
        EventType type = switch (action.kind()) {
            case HOLD -> EventType.HELD;
            case BOUNCE -> EventType.BOUNCED;
            case CANCEL -> EventType.CANCELLED;
            case RELEASE -> EventType.RELEASED;
            default -> null;
        };
        boolean bounce = type == EventType.BOUNCED;
        return Optional.ofNullable(type)
                .map(known -> new Event(
                        ids.next(),
                        now,
                        known,
                        row.tenantId,
                        row.queueId,
                        row.number,
                        row.address,
                        action.reason(),
                        bounce ? BOUNCE_STATUS : null,
                        bounce ? "hard" : null,
                        null));
    }

    private List<Row> page(QueueName queue, Row last) throws SQLException {
        boolean held = action.kind() == QueueAction.Kind.RELEASE;
        String campaign = action.match().campaign();
        String sql = "SELECT r.queue_id, r.number, r.tenant_id, r.address, r.status, r.attempts, r.generation, r.site,"
                + " r.delay_notified, r.next_at FROM recipient r"
                + (campaign == null ? "" : " JOIN message m ON m.queue_id = r.queue_id AND m.campaign = ?")
                + " WHERE r.queue_name = ? AND r.claimed_by IS NULL AND "
                + (held
                        ? "r.status = 'held' AND r.next_at IS NULL AND (r.queue_id > ? OR r.queue_id = ? AND r.number > ?)"
                        : "r.next_at >= ? AND (r.next_at > ? OR r.queue_id > ? OR r.queue_id = ? AND r.number > ?)"
                                + (action.kind() == QueueAction.Kind.FLUSH ? " AND r.next_at > ?" : ""))
                + " ORDER BY r.queue_name, r.next_at, r.queue_id, r.number FETCH FIRST " + PAGE + " ROWS ONLY";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            int i = 0;
            if (campaign != null) {
                query.setString(++i, campaign);
            }
            query.setString(++i, queue.toString());
            if (!held) {
                query.setLong(++i, last.nextAt);
                query.setLong(++i, last.nextAt);
            }
            query.setString(++i, last.queueId);
            query.setString(++i, last.queueId);
            query.setInt(++i, last.number);
            if (action.kind() == QueueAction.Kind.FLUSH) {
                query.setLong(++i, action.createdAt());
            }
            List<Row> page = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    page.add(Row.read(row));
                }
            }
            return page;
        }
    }

    /** A recipient as it was read. */
    private record Row(
            String queueId,
            int number,
            String tenantId,
            String address,
            RecipientStatus status,
            int attempts,
            int generation,
            String site,
            boolean delayNotified,
            long nextAt) {
        static final Row BEGIN = new Row("", -1, null, null, null, 0, 0, null, false, 0);

        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("queue_id"),
                    row.getInt("number"),
                    row.getString("tenant_id"),
                    row.getString("address"),
                    RecipientStatus.of(row.getString("status")),
                    row.getInt("attempts"),
                    row.getInt("generation"),
                    row.getString("site"),
                    row.getBoolean("delay_notified"),
                    row.getLong("next_at"));
        }
    }
}
