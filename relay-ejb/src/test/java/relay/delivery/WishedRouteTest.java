package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import relay.routing.Protection;
import relay.routing.Protection.Kind;
import relay.routing.Route;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

class WishedRouteTest {
    private static RemoteHost host(TlsRequirement tls) {
        return new RemoteHost("mx", new InetSocketAddress(InetAddress.getLoopbackAddress(), 25), tls, null);
    }

    private static Route.Hosts route(String domain, boolean secureNames, TlsRequirement... tls) {
        return new Route.Hosts(
                "mx",
                Stream.of(tls).map(WishedRouteTest::host).toList(),
                new Protection(
                        Kind.NONE,
                        domain,
                        secureNames,
                        "key",
                        "",
                        Protection.Policy.NONE,
                        List.of(host(TlsRequirement.OPPORTUNISTIC))));
    }

    @Test
    void wantsAuthenticatedHostsThatPromiseToPassItOn() {
        Route.Hosts wished = WishedRoute.requiring(route(
                        "example.com",
                        true,
                        TlsRequirement.OPPORTUNISTIC,
                        TlsRequirement.ENCRYPTED,
                        TlsRequirement.DANE,
                        TlsRequirement.VERIFIED))
                .orElseThrow();
        assertThat(wished.hosts())
                .allMatch(RemoteHost::requiresTls)
                .extracting(RemoteHost::tls)
                .containsExactly(
                        TlsRequirement.VERIFIED, TlsRequirement.VERIFIED, TlsRequirement.DANE, TlsRequirement.VERIFIED);
    }

    @Test
    void goesNowhereWhereNamesMayBeForged() {
        assertThat(WishedRoute.requiring(route("example.com", false, TlsRequirement.OPPORTUNISTIC)))
                .isEmpty();
    }

    @Test
    void trustsTheNameOfAHostThatTheOperatorChose() {
        assertThat(WishedRoute.requiring(new Route.Hosts("smarthost", List.of(host(TlsRequirement.OPPORTUNISTIC))))
                        .orElseThrow()
                        .hosts()
                        .get(0)
                        .tls())
                .isEqualTo(TlsRequirement.VERIFIED);
    }

    @Test
    void goesToNoHostThatIsNeverEncrypted() {
        assertThat(WishedRoute.requiring(route("", false, TlsRequirement.NONE))).isEmpty();
    }

    @Test
    void overlooksWhatTheDomainWants() {
        Route.Hosts wished = WishedRoute.overlooking(route("example.com", true, TlsRequirement.DANE));
        assertThat(wished.hosts()).extracting(RemoteHost::tls).containsExactly(TlsRequirement.OPPORTUNISTIC);
    }

    @Test
    void keepsConnectionsOfItsOwn() {
        Route.Hosts route = route("example.com", true, TlsRequirement.DANE);
        assertThat(List.of(
                        route.protection().key(),
                        WishedRoute.requiring(route).orElseThrow().protection().key(),
                        WishedRoute.overlooking(route).protection().key()))
                .doesNotHaveDuplicates();
    }
}
