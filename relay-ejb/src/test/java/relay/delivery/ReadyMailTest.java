package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadyMailTest {
    private final Map<String, Integer> weights = Map.of("HEAVY", 3);
    private final ReadyMail ready = new ReadyMail(tenant -> weights.getOrDefault(tenant, 1));
    private int number;

    private void add(int count, String tenant, String stream, String campaign) {
        for (int i = 0; i < count; i++) {
            ready.add(Deliveries.of("Q" + ++number, tenant, stream, campaign, "joe@example.com"));
        }
    }

    private List<String> next(int count) {
        List<String> tenants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tenants.add(ready.poll(any -> true).message().tenantId());
        }
        return tenants;
    }

    private List<String> campaigns(int count) {
        List<String> campaigns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            campaigns.add(ready.poll(any -> true).message().campaign());
        }
        return campaigns;
    }

    @Test
    void givesOutWhatOneTenantSentInItsOrder() {
        add(3, "A", "transactional", null);
        assertThat(ready.drain())
                .extracting(delivery -> delivery.message().queueId())
                .containsExactly("Q1", "Q2", "Q3");
    }

    @Test
    void letsTenantsTakeTurnsHoweverMuchOneHas() {
        add(1000, "A", "transactional", null);
        add(2, "B", "transactional", null);
        assertThat(next(5)).containsExactly("A", "B", "A", "B", "A");
    }

    @Test
    void givesATenantAsManyTurnsAsItWeighs() {
        add(10, "A", "transactional", null);
        add(10, "HEAVY", "transactional", null);
        assertThat(next(8)).containsExactly("A", "HEAVY", "HEAVY", "HEAVY", "A", "HEAVY", "HEAVY", "HEAVY");
    }

    @Test
    void passesOverACampaignThatMayNotStart() {
        add(2, "A", "broadcast", "slow");
        add(2, "A", "broadcast", "quick");
        assertThat(ready.poll(delivery -> !delivery.message().campaign().equals("slow"))
                        .message()
                        .campaign())
                .isEqualTo("quick");
        assertThat(ready.poll(none -> false)).isNull();
        assertThat(ready.size()).isEqualTo(3);
        assertThat(campaigns(3)).containsExactly("slow", "quick", "slow");
    }

    @Test
    void prefersTransactionalMailAndStarvesNoBroadcast() {
        add(100, "A", "broadcast", null);
        add(100, "B", "transactional", null);
        List<String> first = next(50);
        assertThat(first.get(0)).isEqualTo("B");
        assertThat(first).filteredOn("A"::equals).hasSize(5);
    }

    @Test
    void prefersTransactionalMailOfTheSameTenantToo() {
        add(100, "A", "broadcast", "sale");
        add(1, "A", "transactional", null);
        assertThat(ready.poll(any -> true).message().stream()).isEqualTo("transactional");
    }

    @Test
    void letsTheCampaignsOfATenantTakeTurns() {
        add(3, "A", "broadcast", "sale");
        add(3, "A", "broadcast", "news");
        assertThat(campaigns(6)).containsExactly("sale", "news", "sale", "news", "sale", "news");
    }

    @Test
    void passesOverWhoMayNotStart() {
        add(2, "A", "transactional", null);
        add(1, "B", "broadcast", null);
        assertThat(ready.poll(delivery -> !delivery.message().tenantId().equals("A")))
                .extracting(delivery -> delivery.message().tenantId())
                .isEqualTo("B");
        assertThat(ready.poll(any -> false)).isNull();
        assertThat(ready.size()).isEqualTo(2);
    }

    @Test
    void keepsTheFirstOfEachWhenItIsTrimmed() {
        add(100, "A", "transactional", null);
        add(100, "B", "transactional", null);
        assertThat(ready.trim(4)).hasSize(196);
        assertThat(ready.drain())
                .extracting(delivery -> delivery.message().queueId())
                .containsExactlyInAnyOrder("Q1", "Q2", "Q101", "Q102");
    }

    @Test
    void isEmptyInTheEnd() {
        add(25, "A", "transactional", "x");
        add(25, "B", "broadcast", null);
        assertThat(ready.drain()).hasSize(50);
        assertThat(ready.isEmpty()).isTrue();
        assertThat(ready.poll(any -> true)).isNull();
    }
}
