package relay.report;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import relay.ledger.Acceptance;
import relay.ledger.Event;
import relay.ledger.EventType;
import relay.ledger.Facts;
import relay.ledger.Ledger;
import relay.ledger.RecipientStatus;
import relay.queue.QueueIds;
import relay.report.ReturnPath.Target;
import relay.smtp.Reply;
import relay.smtp.Submission;

/** Takes reports that came to our return paths: an event for the recipient that each is about. */
public final class Reports {
    private static final Logger LOG = Logger.getLogger(Reports.class.getName());
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Ok: report taken");
    private static final Reply NOT_NOW = Reply.of(451, "4.3.0", "The report could not be recorded; try again later");

    /** Sessions wait for the answer, and the threads that carry them are everybody's. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int AT_A_TIME = 8;

    private final ReturnPath returnPaths;
    private final DataSource dataSource;
    private final Ledger ledger;
    private final QueueIds ids;
    private final Clock clock;
    private final Failures failures;
    private final Executor workers;
    private final Duration patience;
    private final Semaphore turns = new Semaphore(AT_A_TIME);

    /** Writes to senders whose mail came back after it was delivered. */
    public interface Failures {
        /** The notification, when the sender wants one; to be recorded together with the failure. */
        Optional<Acceptance> notice(Connection connection, String queueId, int number, String status, String words)
                throws SQLException;
    }

    /**
     * Reports.
     *
     * @param failures tells senders
     * @param workers where the database is asked
     */
    public Reports(
            ReturnPath returnPaths,
            DataSource dataSource,
            Ledger ledger,
            QueueIds ids,
            Clock clock,
            Failures failures,
            Executor workers) {
        this(returnPaths, dataSource, ledger, ids, clock, failures, workers, PATIENCE);
    }

    Reports(
            ReturnPath returnPaths,
            DataSource dataSource,
            Ledger ledger,
            QueueIds ids,
            Clock clock,
            Failures failures,
            Executor workers,
            Duration patience) {
        this.returnPaths = returnPaths;
        this.dataSource = dataSource;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
        this.failures = failures;
        this.workers = workers;
        this.patience = patience;
    }

    /** Whether the address is a return path of ours, which is not forged. */
    public boolean isReturnPath(String address) {
        return returnPaths.read(address).isPresent();
    }

    /** Records what the message reports; 250 means that it is durable. Answers within seconds, also without a database. */
    public Reply take(Submission submission) {
        try {
            Report report = ReportReader.read(submission.content());
            List<Target> targets = submission.envelope().recipients().stream()
                    .flatMap(path -> returnPaths.read(path.address()).stream())
                    .distinct()
                    .toList();
            if (typeOf(report) == null || targets.isEmpty()) {
                return TAKEN;
            }
            return ledger.isAvailable() && turns.tryAcquire() ? record(targets, report) : NOT_NOW;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "event=report-not-read", e);
            return NOT_NOW;
        }
    }

    private Reply record(List<Target> targets, Report report) {
        try {
            CompletableFuture.allOf(targets.stream()
                            .map(target -> ledger.whenRecorded(target.queueId()))
                            .toArray(CompletableFuture[]::new))
                    .thenApplyAsync(unused -> recorded(targets, report), workers)
                    .thenCompose(all -> CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)))
                    .whenComplete((done, failure) -> turns.release())
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return TAKEN;
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.WARNING, "event=report-not-recorded", e);
            return NOT_NOW;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_NOW;
        }
    }

    private List<CompletableFuture<Boolean>> recorded(List<Target> targets, Report report) {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            for (Target target : targets) {
                if (!isKnown(connection, target, typeOf(report))) {
                    record(connection, target, report).ifPresent(all::add);
                }
            }
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
        return all;
    }

    private static EventType typeOf(Report report) {
        return switch (report.kind()) {
            case BOUNCE -> EventType.BOUNCED_ASYNC;
            case COMPLAINT -> EventType.COMPLAINED;
            case OTHER -> null;
        };
    }

    /** A report comes again when its sender did not see our answer, or sends several about one recipient. */
    private static boolean isKnown(Connection connection, Target target, EventType type) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT 1 FROM event WHERE queue_id = ? AND number = ? AND type = ?")) {
            query.setString(1, target.queueId());
            query.setInt(2, target.number());
            query.setString(3, type.word());
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private Optional<CompletableFuture<Boolean>> record(Connection connection, Target target, Report report)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT tenant_id, address, status FROM recipient WHERE queue_id = ? AND number = ?")) {
            query.setString(1, target.queueId());
            query.setInt(2, target.number());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Event event = event(target, report, typeOf(report), row.getString(1), row.getString(2));
                boolean passedOn = RecipientStatus.of(row.getString(3)) == RecipientStatus.DELIVERED;
                return Optional.of(note(event, passedOn ? notice(connection, event) : Optional.empty()));
            }
        }
    }

    /** The remote host told us and not the sender: mail goes out under our return path. */
    private Optional<Acceptance> notice(Connection connection, Event event) throws SQLException {
        return event.type() == EventType.BOUNCED_ASYNC
                ? failures.notice(connection, event.queueId(), event.number(), event.enhancedStatus(), event.reply())
                : Optional.empty();
    }

    /** Event and notice are one transaction. */
    private CompletableFuture<Boolean> note(Event event, Optional<Acceptance> notice) {
        return notice.map(acceptance -> ledger.record(acceptance.with(event)))
                .orElseGet(() -> ledger.note(new Facts(List.of(event))));
    }

    private Event event(Target target, Report report, EventType type, String tenantId, String address) {
        boolean bounce = type == EventType.BOUNCED_ASYNC;
        String kind = report.status() != null && report.status().startsWith("4") ? "soft" : "hard";
        return new Event(
                ids.next(),
                clock.millis(),
                type,
                tenantId,
                target.queueId(),
                target.number(),
                address,
                report.words(),
                report.status(),
                bounce ? kind : null,
                null);
    }
}
