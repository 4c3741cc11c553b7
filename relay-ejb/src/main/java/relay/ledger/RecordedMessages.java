package relay.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Whether the ledger has a message of a queue id. */
public final class RecordedMessages implements Predicate<String> {
    private final DataSource dataSource;

    public RecordedMessages(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public boolean test(String queueId) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT 1 FROM message WHERE queue_id = ?")) {
            query.setString(1, queueId);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database cannot be asked for " + queueId, e);
        }
    }
}
