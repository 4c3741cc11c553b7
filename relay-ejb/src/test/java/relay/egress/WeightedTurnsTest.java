package relay.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import relay.smtp.client.Egress;

class WeightedTurnsTest {
    private static final EgressSource A = source("a");
    private static final EgressSource B = source("b");

    private final WeightedTurns turns =
            new WeightedTurns(new EgressPool("pool", List.of(new EgressPool.Share(A, 2), new EgressPool.Share(B, 1))));

    private static EgressSource source(String name) {
        return new EgressSource(name, Egress.direct(), null);
    }

    private String next(int count, Predicate<EgressSource> usable) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(turns.next(usable).name());
        }
        return String.join("", names);
    }

    @Test
    void followTheWeightsAsEvenlyAsCanBe() {
        assertThat(next(9, any -> true)).isEqualTo("abaabaaba");
    }

    @Test
    void areLeftToOthersByWhoeverCannotTakeThem() {
        assertThat(next(3, B::equals)).isEqualTo("bbb");
        assertThat(next(3, any -> true)).isEqualTo("aba");
    }

    @Test
    void areNobodysWhenNobodyCanTakeThem() {
        assertThat(turns.next(any -> false)).isNull();
    }
}
