package relay.history;

import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.content.ContentStore;
import relay.database.Database;
import relay.delivery.DeliveryEngine;
import relay.delivery.LateFailures;
import relay.queue.QueueIds;

/** What an operator does about messages: durable before it returns, and known to the engine at once. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MessageActions {
    private static final int TRIES = 3;
    /** SQLStates of a transaction that lost to another one: serialisation and deadlock, and H2's lock timeout. */
    private static final List<String> LOST = List.of("40", "HYT00");

    @Inject
    private Database database;

    @Inject
    private DeliveryEngine engine;

    @Inject
    private ContentStore contents;

    @Inject
    private LateFailures failures;

    @Inject
    private QueueIds ids;

    @Inject
    private Clock clock;

    @Inject
    private Configuration configuration;

    /**
     * Acts on the recipients of a message of this tenant, as far as the action applies to them.
     *
     * @param recipient only this address, or null for all
     */
    public ActionResult act(RecipientAction action, String tenantId, String queueId, String recipient) {
        try {
            ActionResult result = act(action, tenantId, queueId, recipient, TRIES);
            if (!result.changed().isEmpty()) {
                follow(action, queueId);
            }
            return result;
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    /** There is something to send now, be it a notification; and a content that nobody needs any more. */
    private void follow(RecipientAction action, String queueId) throws SQLException {
        engine.wake();
        if (action.isFinal() && !keepsContent()) {
            contents.forget(queueId);
            contents.removeFinished(queueId, Long.MAX_VALUE);
        }
    }

    private ActionResult act(RecipientAction action, String tenantId, String queueId, String recipient, int tries)
            throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try {
                ActionResult result = new ActionRun(connection, action, tenantId, queueId, ids, failures, clock)
                        .apply(recipient, keepsContent());
                connection.commit();
                database.sync(connection);
                return result;
            } catch (SQLException e) {
                connection.rollback();
                if (tries > 1 && lost(e)) {
                    return act(action, tenantId, queueId, recipient, tries - 1);
                }
                throw e;
            }
        }
    }

    private boolean keepsContent() {
        return !configuration.get(Settings.CONTENT_RETENTION).isZero();
    }

    private static boolean lost(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return LOST.stream().anyMatch(state::startsWith);
    }
}
