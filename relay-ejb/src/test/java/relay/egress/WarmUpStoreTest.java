package relay.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.database.Database;
import relay.database.TestDatabases;

class WarmUpStoreTest {
    private static final long DAY = 20_000;

    static Stream<Database> databases() {
        return TestDatabases.all();
    }

    private static Allowances.Block block(String source, long day, long size, long allowance) {
        return new Allowances.Block(source, "google", day, size, allowance);
    }

    private static WarmUpStore store(Database database, String source) throws SQLException {
        new EgressStore(database).add(new StoredSource(source, null, null, null, null, null, 0));
        return new WarmUpStore(database);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void givesNoMoreThanTheAllowance(Database database) throws SQLException {
        WarmUpStore store = store(database, "one");
        assertThat(LongStream.range(0, 4)
                        .map(any -> store.take(block("one", DAY, 20, 50)))
                        .toArray())
                .containsExactly(20, 20, 10, 0);
        assertThat(store.take(block("one", DAY + 1, 20, 100))).isEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void givesNoMoreThanTheAllowanceToManyAtATime(Database database) throws SQLException {
        WarmUpStore store = store(database, "many");
        List<CompletableFuture<Long>> takers = IntStream.range(0, 20)
                .mapToObj(any -> CompletableFuture.supplyAsync(() -> store.take(block("many", DAY, 7, 100))))
                .toList();
        assertThat(takers.stream().mapToLong(CompletableFuture::join).sum()).isEqualTo(100);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void givesAgainWhatCameBack(Database database) throws SQLException {
        WarmUpStore store = store(database, "back");
        assertThat(store.take(block("back", DAY, 50, 50))).isEqualTo(50);
        store.giveBack(List.of(block("back", DAY, 3, 50)));
        assertThat(store.take(block("back", DAY, 50, 50))).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void givesNothingWhenTheRampWasLowered(Database database) throws SQLException {
        WarmUpStore store = store(database, "lower");
        store.take(block("lower", DAY, 50, 50));
        assertThat(store.take(block("lower", DAY, 5, 20))).isZero();
    }
}
