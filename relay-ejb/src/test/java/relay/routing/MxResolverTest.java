package relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import relay.smtp.client.RemoteHost;

class MxResolverTest {
    private final ScriptedDns dns = new ScriptedDns();

    private Route resolve(String domain) {
        return new MxResolver(dns, 25, new Random(1))
                .resolve(domain)
                .toCompletableFuture()
                .join();
    }

    private static List<String> names(Route route) {
        return ((Route.Hosts) route).hosts().stream().map(RemoteHost::name).toList();
    }

    @Test
    void ordersHostsByPreference() {
        dns.withMx("example.com", 20, "b.example")
                .withMx("example.com", 10, "a.example")
                .withAddress("a.example", "192.0.2.1")
                .withAddress("b.example", "192.0.2.2");
        assertThat(names(resolve("example.com"))).containsExactly("a.example", "b.example");
    }

    @Test
    void shufflesHostsOfEqualPreference() {
        dns.withMx("example.com", 10, "a.example")
                .withMx("example.com", 10, "b.example")
                .withMx("example.com", 20, "c.example")
                .withAddress("a.example", "192.0.2.1")
                .withAddress("b.example", "192.0.2.2")
                .withAddress("c.example", "192.0.2.3");
        Set<List<String>> orders = new HashSet<>();
        MxResolver resolver = new MxResolver(dns, 25, new Random(1));
        for (int i = 0; i < 50; i++) {
            orders.add(
                    names(resolver.resolve("example.com").toCompletableFuture().join()));
        }
        assertThat(orders)
                .containsExactlyInAnyOrder(
                        List.of("a.example", "b.example", "c.example"), List.of("b.example", "a.example", "c.example"));
    }

    @Test
    void takesEveryAddressOfAHost() {
        dns.withMx("example.com", 10, "a.example")
                .withAddress("a.example", "192.0.2.1")
                .withAddress("a.example", "2001:db8::1");
        assertThat(names(resolve("example.com"))).hasSize(2);
    }

    @Test
    void fallsBackToTheDomainsOwnAddress() {
        dns.withAddress("example.com", "192.0.2.1");
        assertThat(names(resolve("example.com"))).containsExactly("example.com");
    }

    @Test
    void refusesTheNullMx() {
        dns.withMx("example.com", 0, "");
        assertThat(((Route.Refused) resolve("example.com")).reply().toString()).startsWith("556 5.1.10");
    }

    @Test
    void refusesADomainThatDoesNotExist() {
        assertThat(((Route.Refused) resolve("nowhere.example")).reply().toString())
                .startsWith("550 5.1.2");
    }

    @Test
    void refusesADomainWhoseHostsHaveNoAddress() {
        dns.withMx("example.com", 10, "a.example");
        assertThat(((Route.Refused) resolve("example.com")).reply().toString()).startsWith("550 5.1.2");
    }

    @Test
    void triesLaterWhenTheDnsDoesNotAnswer() {
        dns.with("example.com", Dns.Status.FAILED);
        assertThat(((Route.Unavailable) resolve("example.com")).reply().toString())
                .startsWith("451 4.4.3");
    }

    @Test
    void triesLaterWhenNoHostCouldBeLookedUp() {
        dns.withMx("example.com", 10, "a.example").with("a.example", Dns.Status.FAILED);
        assertThat(resolve("example.com")).isInstanceOf(Route.Unavailable.class);
    }

    @Test
    void goesToTheHostsThatCanBeLookedUp() {
        dns.withMx("example.com", 10, "a.example")
                .withMx("example.com", 20, "b.example")
                .with("a.example", Dns.Status.FAILED)
                .withAddress("b.example", "192.0.2.2");
        assertThat(names(resolve("example.com"))).containsExactly("b.example");
    }

    @Test
    void domainsWithTheSameHostsShareASite() {
        for (String domain : List.of("one.example", "two.example")) {
            dns.withMx(domain, 10, "A.mx.example").withMx(domain, 20, "b.mx.example");
        }
        dns.withAddress("A.mx.example", "192.0.2.1").withAddress("b.mx.example", "192.0.2.2");
        assertThat(((Route.Hosts) resolve("one.example")).site())
                .isEqualTo(((Route.Hosts) resolve("two.example")).site())
                .isEqualTo("a.mx.example,b.mx.example");
    }

    @Test
    void looksUpABoundedNumberOfHosts() {
        for (int i = 0; i < 1_000; i++) {
            dns.withMx("example.com", i, "h" + i + ".example").withAddress("h" + i + ".example", "192.0.2.1");
        }
        assertThat(names(resolve("example.com"))).hasSize(20);
    }
}
