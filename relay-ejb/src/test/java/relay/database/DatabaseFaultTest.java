package relay.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFaultTest {
    @ParameterizedTest
    @ValueSource(strings = {"22001", "22021", "23505", "23503"})
    void dataAreRefusedForGood(String state) {
        SQLException batch = new BatchUpdateException(new int[0], new SQLException("no", state));
        assertThat(DatabaseFault.isRefusal(new IllegalStateException(batch))).isTrue();
        assertThat(DatabaseFault.isAbsence(batch)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "53300", "40P01", "90098", "90067", "HYT00"})
    void anAbsentDatabaseRefusesNothing(String state) {
        SQLException first = new SQLException("batch");
        first.setNextException(new SQLException("gone", state));
        assertThat(DatabaseFault.isAbsence(new IllegalStateException(first))).isTrue();
        assertThat(DatabaseFault.isRefusal(first)).isFalse();
    }
}
