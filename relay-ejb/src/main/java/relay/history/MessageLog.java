package relay.history;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import relay.content.ContentStore;
import relay.queue.QueueIds;
import relay.smtp.Content;

/** What a tenant has sent, and what became of it. Reads only. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MessageLog {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int LOOKS = 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @Resource(lookup = "java:app/jdbc/relay")
    private DataSource dataSource;

    @Inject
    private ContentStore contents;

    @Inject
    private Clock clock;

    /**
     * Messages that fit, newest first.
     *
     * @param after position of the last page's end; empty for the first page
     */
    public Slice<MessageSummary> find(String tenantId, MessageFilter filter, String after, int limit) {
        try (Connection connection = dataSource.getConnection()) {
            Slice<String> found = new MessageSearch(connection, tenantId, filter).page(after, limit);
            return new Slice<>(new MessageReader(connection).messages(found.items()), found.next());
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    /**
     * One message with all that is known of it. Who asks for a message that was accepted a moment ago waits for the
     * moment that it takes from the broker into the log.
     */
    public Optional<MessageHistory> find(String tenantId, String queueId) {
        if (!QueueIds.isQueueId(queueId)) {
            return Optional.empty();
        }
        Duration age = Duration.between(QueueIds.madeAt(queueId), clock.instant());
        Optional<MessageHistory> found = history(tenantId, queueId);
        int looks = age.isNegative() || age.compareTo(FRESH) > 0 ? 0 : LOOKS;
        for (int i = 0; i < looks && found.isEmpty(); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            found = history(tenantId, queueId);
        }
        return found;
    }

    private Optional<MessageHistory> history(String tenantId, String queueId) {
        try (Connection connection = dataSource.getConnection()) {
            return new MessageReader(connection).history(tenantId, queueId);
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    /** The stored content of a message of this tenant; empty when it has gone by retention, or never was there. */
    public Optional<Content> content(String tenantId, String queueId) {
        try (Connection connection = dataSource.getConnection()) {
            List<Long> size = new Query()
                    .add("SELECT m.content_size FROM message m WHERE m.queue_id = ? AND m.tenant_id = ?"
                            + " AND EXISTS (SELECT 1 FROM content c WHERE c.queue_id = m.queue_id AND c.chunk = 0)")
                    .add("", queueId, tenantId)
                    .list(connection, row -> row.getLong(1));
            return size.isEmpty() ? Optional.empty() : Optional.of(contents.read(queueId, size.get(0)));
        } catch (SQLException e) {
            throw new EJBException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
