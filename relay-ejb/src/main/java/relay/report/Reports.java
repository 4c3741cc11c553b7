package relay.report;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import relay.ledger.Event;
import relay.ledger.EventType;
import relay.ledger.Facts;
import relay.ledger.Ledger;
import relay.queue.QueueIds;
import relay.report.ReturnPath.Target;
import relay.smtp.ForwardPath;
import relay.smtp.Reply;
import relay.smtp.Submission;

/** Takes reports that came to our return paths: an event for the recipient that each is about. */
public final class Reports {
    private static final Logger LOG = Logger.getLogger(Reports.class.getName());
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Ok: report taken");
    private static final Reply NOT_NOW = Reply.of(451, "4.3.0", "The report could not be recorded; try again later");

    private final ReturnPath returnPaths;
    private final DataSource dataSource;
    private final Ledger ledger;
    private final QueueIds ids;
    private final Clock clock;

    public Reports(ReturnPath returnPaths, DataSource dataSource, Ledger ledger, QueueIds ids, Clock clock) {
        this.returnPaths = returnPaths;
        this.dataSource = dataSource;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether the address is a return path of ours, which is not forged. */
    public boolean isReturnPath(String address) {
        return returnPaths.read(address).isPresent();
    }

    /** Records what the message reports; 250 means that it is durable. */
    public Reply take(Submission submission) {
        try {
            Report report = ReportReader.read(submission.content());
            List<Event> events = new ArrayList<>();
            for (ForwardPath path : submission.envelope().recipients()) {
                Optional<Target> target = returnPaths.read(path.address());
                if (target.isPresent()) {
                    event(target.get(), report).ifPresent(events::add);
                }
            }
            if (!events.isEmpty()) {
                ledger.note(new Facts(events)).join();
            }
            return TAKEN;
        } catch (IOException | SQLException | CompletionException e) {
            LOG.log(Level.WARNING, "event=report-not-recorded", e);
            return NOT_NOW;
        }
    }

    private Optional<Event> event(Target target, Report report) throws SQLException {
        EventType type = switch (report.kind()) {
            case BOUNCE -> EventType.BOUNCED_ASYNC;
            case COMPLAINT -> EventType.COMPLAINED;
            case OTHER -> null;
        };
        if (type == null) {
            return Optional.empty();
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT tenant_id, address FROM recipient WHERE queue_id = ? AND number = ?")) {
            query.setString(1, target.queueId());
            query.setInt(2, target.number());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(event(target, report, type, row.getString(1), row.getString(2)))
                        : Optional.empty();
            }
        }
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
