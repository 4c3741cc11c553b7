package relay.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import relay.broker.BrokerConnections;
import relay.database.Database;
import relay.jca.ListenerStatus;
import relay.ledger.Ledger;
import relay.smtp.ListenerRole;
import relay.submission.Setbacks;

/** What must be up before mail can come. */
@ApplicationScoped
public class Health {
    @Inject
    private Database database;

    @Inject
    private Ledger ledger;

    @Inject
    private Setbacks setbacks;

    /** Each part and whether it is up. */
    public Map<String, Boolean> checks() {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        checks.put("broker", BrokerConnections.active());
        checks.put("database", ledger.isAlive() && ledger.isAvailable() && database.answers());
        checks.put("listeners", ListenerStatus.bound().keySet().size() == ListenerRole.values().length);
        return checks;
    }

    /** How many messages were set aside since the start, for an operator to look at. */
    public long setAside() {
        return setbacks.countSetAside();
    }
}
