package relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.configuration.Configuration;
import relay.configuration.Network;

class PermittedHostsTest {
    private static final int PORT = 25;

    private final ScriptedDns dns = new ScriptedDns();

    private Route route(String domain, String... permitted) {
        PermittedHosts hosts = new PermittedHosts(
                java.util.Arrays.stream(permitted).map(Network::parse).toList(),
                new InetSocketAddress("192.0.2.25", PORT)::equals);
        return new Router(new MxResolver(dns, PORT, new Random(1)), Optional.empty(), Optional::empty, PORT, hosts)
                .route(domain)
                .toCompletableFuture()
                .join();
    }

    private static List<Network> networks(Map<String, String> settings) {
        return PermittedHosts.networks(Configuration.of(settings, new Properties()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.1",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "224.0.0.1",
                "100.64.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fd00::1",
                "ff02::1",
                "64:ff9b::7f00:1",
                "::ffff:127.0.0.1"
            })
    void mxHostsDoNotLeadIntoOurOwnNetwork(String address) {
        dns.withMx("evil.example", 10, "mx.evil.example").withAddress("mx.evil.example", address);
        Route route = route("evil.example");
        assertThat(route).isInstanceOf(Route.Refused.class);
        assertThat(((Route.Refused) route).reply().toString())
                .startsWith("550 5.4.6")
                .contains("evil.example")
                .contains(" address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[127.0.0.1]", "[10.0.0.1]", "[IPv6:::1]", "[IPv6:fd00::1]", "[192.0.2.25]"})
    void addressLiteralsDoNotEither(String literal) {
        assertThat(route(literal)).isInstanceOf(Route.Refused.class);
    }

    @Test
    void aHostThatIsThisRelayWouldBeALoop() {
        dns.withMx("loop.example", 10, "mx.loop.example").withAddress("mx.loop.example", "192.0.2.25");
        assertThat(((Route.Refused) route("loop.example")).reply().text()).contains("this relay itself");
    }

    @Test
    void theOtherHostsOfADomainStay() {
        dns.withMx("mixed.example", 10, "a.example")
                .withAddress("a.example", "10.0.0.1")
                .withAddress("a.example", "198.51.100.7");
        assertThat(((Route.Hosts) route("mixed.example")).hosts()).hasSize(1);
    }

    @Test
    void aNetworkThatTheSettingsNameIsPermitted() {
        dns.withAddress("inside.example", "10.1.2.3");
        assertThat(route("inside.example", "10.1.0.0/16")).isInstanceOf(Route.Hosts.class);
        assertThat(route("inside.example", "10.2.0.0/16")).isInstanceOf(Route.Refused.class);
    }

    @Test
    void loopbackIsPermittedWhereATestSaysSo() {
        assertThat(networks(Map.of())).isEmpty();
        assertThat(networks(Map.of("RELAY_MX_PORT", "2526"))).hasSize(2);
        assertThat(networks(Map.of("RELAY_DNS", "127.0.0.1:5353"))).hasSize(2);
        assertThat(networks(Map.of("RELAY_DNS", "192.0.2.53:53"))).isEmpty();
        assertThat(networks(Map.of("RELAY_PRIVATE_DESTINATIONS", "10.1.0.0/16, fd00::/8")))
                .hasSize(2);
    }
}
