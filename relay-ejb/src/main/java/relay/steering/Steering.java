package relay.steering;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import relay.delivery.DeliveryEngine;
import relay.delivery.EngineState;
import relay.delivery.LateFailures;
import relay.delivery.WaitingMail;
import relay.ledger.Ledger;
import relay.queue.QueueIds;

/**
 * Has actions heeded: tells the engine what is in force, and changes what waits in the background. An action that was
 * interrupted goes on at the next look, by whichever node comes first; doing it twice is harmless.
 */
public final class Steering {
    private static final Logger LOG = Logger.getLogger(Steering.class.getName());
    private static final long PATIENCE_SECONDS = 10;

    private final QueueActions actions;
    private final DataSource dataSource;
    private final WaitingMail waitingMail;
    private final Ledger ledger;
    private final LateFailures failures;
    private final QueueIds ids;
    private final Clock clock;
    private final DeliveryEngine engine;
    private final Executor workers;
    private final AtomicBoolean changing = new AtomicBoolean();
    private volatile Orders orders = Orders.none();

    public Steering(
            QueueActions actions,
            DataSource dataSource,
            WaitingMail waitingMail,
            Ledger ledger,
            LateFailures failures,
            QueueIds ids,
            Clock clock,
            DeliveryEngine engine,
            Executor workers) {
        this.actions = actions;
        this.dataSource = dataSource;
        this.waitingMail = waitingMail;
        this.ledger = ledger;
        this.failures = failures;
        this.ids = ids;
        this.clock = clock;
        this.engine = engine;
        this.workers = workers;
    }

    /** Does something about queues: recorded when this returns, and heeded by this node at once. */
    public void begin(QueueAction action) throws SQLException {
        actions.add(action);
        if (action.kind() == QueueAction.Kind.RESUME) {
            resume(action);
        }
        refresh();
    }

    /** Ends an action that stands; false when there is none of this id in force. */
    public boolean end(String id) throws SQLException {
        boolean ended = actions.end(id);
        refresh();
        return ended;
    }

    private void resume(QueueAction resume) throws SQLException {
        for (QueueAction action : actions.active()) {
            if (action.kind() == QueueAction.Kind.SUSPEND && resume.match().covers(action.match())) {
                actions.end(action.id());
                actions.count(resume.id(), 1);
            }
        }
        actions.end(resume.id());
        engine.revive(resume.match()::reaches);
    }

    /** Looks at what is in force. Never fails. */
    public synchronized void refresh() {
        try {
            if (orders.actions().stream().anyMatch(action -> !action.isInForce(clock.millis()))) {
                actions.endExpired(clock.millis());
            }
            List<QueueAction> active = actions.active();
            if (!active.equals(orders.actions())) {
                orders = new Orders(active);
                engine.heed(orders);
            }
            if (active.stream().anyMatch(action -> action.kind().changesRecipients())
                    && changing.compareAndSet(false, true)) {
                workers.execute(this::change);
            }
        } catch (SQLException e) {
            LOG.log(Level.FINE, "event=queue-actions-not-read", e);
        }
    }

    private void change() {
        try {
            for (QueueAction action : actions.active()) {
                if (action.kind().changesRecipients()) {
                    change(action);
                }
            }
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.WARNING, "event=queue-action-interrupted; it goes on at the next look", e);
        } finally {
            changing.set(false);
        }
    }

    private void change(QueueAction action) throws SQLException {
        EngineState state =
                engine.state().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        QueueChange change = new QueueChange(dataSource, ledger, failures, ids, clock, action, state.siteOfDomain());
        change.apply(waitingMail.names(), recipients -> actions.count(action.id(), recipients));
        actions.end(action.id());
        if (action.kind() == QueueAction.Kind.FLUSH) {
            engine.revive(action.match()::reaches);
        }
        engine.wake();
        refresh();
    }
}
