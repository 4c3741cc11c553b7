package relay.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import relay.ledger.Acceptance;
import relay.ledger.LedgerWatch;
import relay.ledger.Outcome;

/** Offers deliveries that may begin to the engine, whoever had them recorded. */
public final class FreshMail implements LedgerWatch {
    /**
     * Fresh mail is offered to the engine of this node in memory; another node takes it from the database only when it has
     * waited this long.
     */
    public static final Duration GRACE = Duration.ofSeconds(30);

    private final LedgerWatch next;
    private final Consumer<List<Delivery>> engine;

    /**
     * A watch.
     *
     * @param next learns of everything too
     * @param engine takes fresh deliveries
     */
    public FreshMail(LedgerWatch next, Consumer<List<Delivery>> engine) {
        this.next = next;
        this.engine = engine;
    }

    @Override
    public void ready(Acceptance acceptance) {
        engine.accept(Delivery.ofNew(acceptance.message(), acceptance.recipients()));
        next.ready(acceptance);
    }

    @Override
    public void accepted(Acceptance acceptance) {
        next.accepted(acceptance);
    }

    @Override
    public void written(int entries, Duration took) {
        next.written(entries, took);
    }

    @Override
    public void settled(Outcome outcome) {
        next.settled(outcome);
    }
}
