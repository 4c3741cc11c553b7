package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import relay.egress.Allowances;
import relay.egress.EgressPlan;
import relay.egress.EgressPool;
import relay.egress.EgressSource;
import relay.egress.Ramp;
import relay.egress.WarmUp;
import relay.routing.Route;
import relay.shaping.TlsPolicy;
import relay.smtp.client.Egress;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

class DeparturesTest {
    private static final Ramp RAMP = new Ramp(List.of(5, 10));

    private final Map<String, Long> taken = new HashMap<>();
    private final Departures departures = new Departures(new Allowances((block, granted) -> {
        String key = block.source() + "/" + block.site() + "/" + block.day();
        long size = Math.min(block.size(), block.allowance() - taken.getOrDefault(key, 0L));
        taken.merge(key, size, Long::sum);
        granted.accept(size);
    }));
    private final Site site = new Site("mx.test", hosts("192.0.2.25"), TlsPolicy.OPPORTUNISTIC);
    private long now = Instant.parse("2027-01-30T12:00:00Z").toEpochMilli();
    private int deliveries;

    private static Route.Hosts hosts(String address) {
        return new Route.Hosts(
                "mx.test",
                List.of(new RemoteHost(
                        "mx.test", new InetSocketAddress(address(address), 25), TlsRequirement.NONE, null)));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EgressSource warm(String name) {
        return new EgressSource(name, Egress.direct(), null);
    }

    private static EgressSource warmingUp(String name) {
        return new EgressSource(name, Egress.direct(), new WarmUp(LocalDate.parse("2027-01-30"), RAMP));
    }

    private void use(EgressSource... sources) {
        departures.use(EgressPlan.of(
                List.of(sources),
                List.of(new EgressPool(
                        "default",
                        Stream.of(sources)
                                .map(source -> new EgressPool.Share(source, 1))
                                .toList())),
                Map.of()));
    }

    private Delivery delivery() {
        return Deliveries.of("Q" + deliveries++, "transactional", "joe@x.test");
    }

    /** Where so many leave by, sent at once; a dash for each that waits. */
    private List<String> leave(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Delivery delivery = delivery();
            EgressSource source = departures.choose(delivery, site, now);
            names.add(source == null ? "-" : source.name());
            assertThat(departures.mayLeave(delivery, now)).isTrue();
        }
        return names;
    }

    @Test
    void leaveByTheSystemsChoiceWhenNothingIsSetUp() {
        assertThat(leave(2)).containsOnly("default");
    }

    @Test
    void leaveToTheWarmSourcesWhatExceedsTheRamp() {
        use(warmingUp("new"), warm("old"));
        assertThat(leave(20)).filteredOn("new"::equals).hasSize(5);
        now = WarmUp.nextDay(now);
        assertThat(leave(30)).filteredOn("new"::equals).hasSize(10);
        now = WarmUp.nextDay(now);
        assertThat(leave(30)).filteredOn("new"::equals).hasSize(15);
    }

    @Test
    void waitForTheNextDayWhenAllAreWarmingUp() {
        use(warmingUp("new"), warmingUp("newer"));
        assertThat(leave(11)).endsWith("-").filteredOn("-"::equals).hasSize(1);
        assertThat(departures.waitUntil(delivery(), site, now)).isEqualTo(WarmUp.nextDay(now));
        now = WarmUp.nextDay(now);
        assertThat(leave(20)).doesNotContain("-");
    }

    @Test
    void countWhatIsSentAndNotWhatIsReady() {
        use(warmingUp("new"), warm("old"));
        for (int i = 0; i < 50; i++) {
            Delivery never = delivery();
            departures.choose(never, site, now);
            departures.forget(never);
        }
        assertThat(leave(20)).filteredOn("new"::equals).hasSize(5);
    }

    @Test
    void leaveNothingOfYesterdayOverForToday() {
        use(warmingUp("new"));
        List<Delivery> ready = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Delivery delivery = delivery();
            assertThat(departures.choose(delivery, site, now)).isNotNull();
            ready.add(delivery);
        }
        now = WarmUp.nextDay(now);
        assertThat(leave(10)).containsOnly("new");
        assertThat(ready).noneMatch(delivery -> departures.mayLeave(delivery, now));
    }

    @Test
    void leaveByAnotherOneWhileASourceRests() {
        use(warm("gone"), warm("here"));
        departures.health(warm("gone")).failed("address 192.0.2.1 is not there", now);
        assertThat(leave(3)).containsOnly("here");
        now += Duration.ofMinutes(1).toMillis();
        assertThat(leave(2)).contains("gone");
    }

    @Test
    void sayWhyNoneOfThemCanBeUsed() {
        use(warm("gone"));
        departures.health(warm("gone")).failed("address 192.0.2.1 is not there", now);
        assertThat(leave(1)).containsExactly("-");
        assertThat(departures.waitUntil(delivery(), site, now)).isNull();
        assertThat(departures.refusal(delivery(), site, now).cause())
                .isEqualTo("No source of the pool default can be used: gone: address 192.0.2.1 is not there");
    }

    @Test
    void leaveByAnAddressThatReachesTheSite() {
        EgressSource six = new EgressSource("six", Egress.from(address("2001:db8::1"), null), null);
        EgressSource four = new EgressSource("four", Egress.from(address("192.0.2.1"), null), null);
        use(six, four);
        assertThat(leave(2)).containsOnly("four");
        use(six);
        assertThat(leave(1)).containsExactly("-");
        assertThat(departures.refusal(delivery(), site, now).cause()).endsWith("six: mx.test is out of its reach");
    }

    @Test
    void tryASourceThatHasChangedAgainAtOnce() {
        use(warm("a"));
        departures.health(warm("a")).failed("gone", now);
        EgressSource changed = new EgressSource("a", Egress.from(address("192.0.2.1"), null), null);
        use(changed);
        assertThat(leave(1)).containsExactly("a");
    }
}
