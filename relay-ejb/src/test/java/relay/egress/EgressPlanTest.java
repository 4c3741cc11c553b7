package relay.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import relay.queue.Precedence;
import relay.smtp.client.Egress;

class EgressPlanTest {
    private static final EgressSource A = source("a");

    private static EgressSource source(String name) {
        return new EgressSource(name, Egress.from(InetAddress.getLoopbackAddress(), "a.example"), null);
    }

    private static EgressPool pool(String name) {
        return new EgressPool(name, List.of(new EgressPool.Share(A, 1)));
    }

    private static EgressPlan plan(String... pools) {
        return EgressPlan.of(
                List.of(A),
                List.of(pools).stream().map(EgressPlanTest::pool).toList(),
                Map.of(
                        new EgressPlan.Mail("T", Precedence.BROADCAST), "both",
                        new EgressPlan.Mail("T", null), "tenant",
                        new EgressPlan.Mail(null, Precedence.BROADCAST), "stream"));
    }

    @Test
    void givesMailThePoolThatIsNamedForItMostParticularly() {
        EgressPlan plan = plan("both", "tenant", "stream", "default");
        assertThat(plan.poolOf("T", Precedence.BROADCAST).name()).isEqualTo("both");
        assertThat(plan.poolOf("T", Precedence.TRANSACTIONAL).name()).isEqualTo("tenant");
        assertThat(plan.poolOf("U", Precedence.BROADCAST).name()).isEqualTo("stream");
        assertThat(plan.poolOf("U", Precedence.TRANSACTIONAL).name()).isEqualTo("default");
    }

    @Test
    void leavesAllOtherMailToTheSystemsChoice() {
        EgressPool rest = plan("both", "tenant", "stream").poolOf("U", Precedence.TRANSACTIONAL);
        assertThat(rest.shares()).containsExactly(new EgressPool.Share(EgressSource.ofDefaults(), 1));
    }

    @Test
    void leavesItToTheSourceCalledDefaultWhereThereIsOne() {
        EgressSource source = source("default");
        EgressPlan plan = EgressPlan.of(List.of(source), List.of(), Map.of());
        assertThat(plan.poolOf("U", Precedence.BROADCAST).has(source)).isTrue();
        assertThat(plan.isTrivial()).isFalse();
    }

    @Test
    void isTrivialUntilSomebodySetsSourcesUp() {
        assertThat(EgressPlan.ofDefaults().isTrivial()).isTrue();
        assertThat(EgressPlan.of(List.of(), List.of(), Map.of()).isTrivial()).isTrue();
        assertThat(plan("both", "tenant", "stream").isTrivial()).isFalse();
    }
}
