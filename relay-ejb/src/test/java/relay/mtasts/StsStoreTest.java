package relay.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.database.Database;
import relay.database.TestDatabases;

class StsStoreTest {
    private static final StsPolicy POLICY =
            StsPolicy.parse("version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 86400\n");
    private static final StsPolicy NEWER =
            StsPolicy.parse("version: STSv1\nmode: testing\nmx: mx.example.com\nmax_age: 60\n");

    @ParameterizedTest
    @MethodSource("relay.database.TestDatabases#all")
    void keepsOnePolicyADomain(Database database) throws SQLException {
        StsStore store = new StsStore(TestDatabases.dataSource(database));
        store.keep(new KeptPolicy("kept.example", "1", POLICY, 1000));
        store.keep(new KeptPolicy("kept.example", "2", NEWER, 2000));
        assertThat(store.all().get("kept.example")).isEqualTo(new KeptPolicy("kept.example", "2", NEWER, 2000));
        store.forget("kept.example");
        assertThat(store.all()).doesNotContainKey("kept.example");
    }
}
