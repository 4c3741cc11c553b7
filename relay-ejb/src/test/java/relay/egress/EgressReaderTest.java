package relay.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.database.Database;
import relay.database.TestDatabases;
import relay.queue.Precedence;
import relay.secret.SecretBox;
import relay.smtp.client.Egress;
import relay.smtp.client.RemoteHost;

class EgressReaderTest {
    private static final StoredPool.Use BROADCAST = new StoredPool.Use(null, "broadcast");

    private final SecretBox secrets = new SecretBox("secret");
    private final List<EgressPlan> plans = new ArrayList<>();

    static Stream<Database> databases() {
        return TestDatabases.all();
    }

    private EgressSource only(EgressPlan plan) {
        return plan.poolOf("nobody", Precedence.BROADCAST).shares().get(0).source();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void readsWhatOperatorsHaveSetUp(Database database) throws Exception {
        EgressStore store = new EgressStore(database);
        EgressReader reader = new EgressReader(store, secrets, plans::add);
        reader.begin();
        byte[] password = secrets.encrypt("open sesame".getBytes(StandardCharsets.UTF_8));
        StoredSource source = new StoredSource(
                "full",
                "192.0.2.10",
                "mail.example",
                new StoredSource.StoredProxy("socks5", "127.0.0.1", 1080, "relay", password),
                "2027-01-30",
                "5,10",
                1);
        store.add(source);
        StoredPool pool = new StoredPool("bulk", List.of(new StoredPool.Weighted("full", 3)), List.of(BROADCAST), 1);
        store.put(pool);
        reader.refresh();

        EgressSource read = only(reader.current());
        assertThat(read.egress().address()).isEqualTo(InetAddress.getByName("192.0.2.10"));
        assertThat(read.egress().ehloName()).isEqualTo("mail.example");
        assertThat(read.egress().proxy().kind()).isEqualTo(Egress.Proxy.Kind.SOCKS5);
        assertThat(read.egress().proxy().login()).isEqualTo(new RemoteHost.Login("relay", "open sesame"));
        assertThat(read.warmUp()).isEqualTo(new WarmUp(LocalDate.parse("2027-01-30"), new Ramp(List.of(5, 10))));
        assertThat(plans).hasSize(2).last().isSameAs(reader.current());
        assertThat(store.pool("bulk")).contains(pool);
        leaveNothing(store);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void readsAgainOnlyWhenSomethingHasChanged(Database database) throws SQLException {
        EgressStore store = new EgressStore(database);
        EgressReader reader = new EgressReader(store, secrets, plans::add);
        reader.begin();
        reader.refresh();
        assertThat(plans).hasSize(1);
        store.add(new StoredSource("full", null, null, null, null, null, 1));
        store.put(new StoredPool("bulk", List.of(new StoredPool.Weighted("full", 1)), List.of(BROADCAST), 1));
        reader.refresh();
        store.replace(new StoredSource("full", null, "mail.example", null, "2027-01-30", null, 1));
        reader.refresh();
        assertThat(only(reader.current()).egress().ehloName()).isEqualTo("mail.example");
        assertThat(only(reader.current()).warmUp().ramp()).isEqualTo(Ramp.ofDefaults());
        leaveNothing(store);
        reader.refresh();
        assertThat(only(reader.current())).isEqualTo(EgressSource.ofDefaults());
    }

    private static void leaveNothing(EgressStore store) throws SQLException {
        assertThat(store.removePool("bulk")).isTrue();
        assertThat(store.removeSource("full")).isTrue();
        assertThat(store.removeSource("full")).isFalse();
    }
}
