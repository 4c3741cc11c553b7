package relay.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import relay.broker.BrokerConnections;
import relay.database.Database;
import relay.jca.ListenerStatus;
import relay.ledger.Ledger;
import relay.smtp.ListenerRole;

/** What must be up before mail can come. */
@ApplicationScoped
public class Health {
    private static final int PATIENCE_SECONDS = 2;

    @Inject
    private Database database;

    @Inject
    private Ledger ledger;

    /** Each part and whether it is up. */
    public Map<String, Boolean> checks() {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        checks.put("broker", BrokerConnections.active());
        checks.put("database", ledger.isAvailable() && answers());
        checks.put("listeners", ListenerStatus.bound().keySet().size() == ListenerRole.values().length);
        return checks;
    }

    private boolean answers() {
        try (Connection connection = database.connect()) {
            return connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
