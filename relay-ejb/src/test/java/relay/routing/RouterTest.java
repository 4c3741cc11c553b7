package relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import relay.configuration.Configuration;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

class RouterTest {
    private static final PermittedHosts PERMITTED = new PermittedHosts(List.of(), address -> false);
    private static final InetSocketAddress SIMULATOR = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);

    private final ScriptedDns dns = new ScriptedDns().withAddress("example.com", "192.0.2.1");

    private Route route(String domain, Optional<RemoteHost> smarthost, Optional<InetSocketAddress> simulator) {
        return new Router(new MxResolver(dns, 2525, new Random(1)), smarthost, () -> simulator, 2525, PERMITTED)
                .route(domain)
                .toCompletableFuture()
                .join();
    }

    private static RemoteHost only(Route route) {
        return ((Route.Hosts) route).hosts().get(0);
    }

    private static Optional<RemoteHost> smarthost(Map<String, String> settings) {
        return Smarthost.of(Configuration.of(settings, new Properties()));
    }

    @Test
    void simulatedDomainsStayInsideEvenWithASmarthost() {
        Optional<RemoteHost> smarthost = smarthost(Map.of("RELAY_SMARTHOST", "127.0.0.1:25"));
        assertThat(only(route("simulator.test", smarthost, Optional.of(SIMULATOR)))
                        .address())
                .isEqualTo(SIMULATOR);
        assertThat(route("simulator.test", smarthost, Optional.empty())).isInstanceOf(Route.Unavailable.class);
    }

    @Test
    void theSmarthostTakesEverythingElse() {
        RemoteHost host =
                only(route("example.com", smarthost(Map.of("RELAY_SMARTHOST", "127.0.0.1:25")), Optional.empty()));
        assertThat(host.address()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 25));
        assertThat(host.tls()).isEqualTo(TlsRequirement.OPPORTUNISTIC);
    }

    @Test
    void aSmarthostWithALoginIsSpokenToOverVerifiedTls() {
        RemoteHost host = smarthost(Map.of(
                        "RELAY_SMARTHOST",
                        "mail.example:587",
                        "RELAY_SMARTHOST_USER",
                        "u",
                        "RELAY_SMARTHOST_PASSWORD",
                        "p"))
                .orElseThrow();
        assertThat(host.tls()).isEqualTo(TlsRequirement.VERIFIED);
        assertThat(host.login().user()).isEqualTo("u");
        assertThat(host.toString()).doesNotContain("password=p");
    }

    @Test
    void port465MeansImplicitTls() {
        assertThat(smarthost(Map.of("RELAY_SMARTHOST", "mail.example:465"))
                        .orElseThrow()
                        .tls())
                .isEqualTo(TlsRequirement.IMPLICIT);
    }

    @Test
    void mailForADomainGoesToItsHosts() {
        assertThat(only(route("example.com", Optional.empty(), Optional.empty()))
                        .address()
                        .getPort())
                .isEqualTo(2525);
    }

    @Test
    void anAddressLiteralNeedsNoDns() throws Exception {
        assertThat(only(route("[192.0.2.7]", Optional.empty(), Optional.empty()))
                        .address()
                        .getAddress())
                .isEqualTo(InetAddress.getByName("192.0.2.7"));
        assertThat(only(route("[IPv6:2001:db8::7]", Optional.empty(), Optional.empty()))
                        .address()
                        .getAddress())
                .isEqualTo(InetAddress.getByName("2001:db8::7"));
        assertThat(route("[192.0.2.777]", Optional.empty(), Optional.empty())).isInstanceOf(Route.Refused.class);
    }

    @Test
    void internationalDomainsAreLookedUpInTheirAsciiForm() {
        dns.withAddress("xn--bcher-kva.example", "192.0.2.9");
        assertThat(route("bücher.example", Optional.empty(), Optional.empty())).isInstanceOf(Route.Hosts.class);
    }
}
