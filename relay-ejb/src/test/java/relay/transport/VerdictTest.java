package relay.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import relay.dane.DaneFinding;
import relay.dane.HostDane;
import relay.mtasts.StsFinding;
import relay.mtasts.StsPolicy;
import relay.routing.Protection;
import relay.routing.Route;
import relay.smtp.client.PeerCheck;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsFault;
import relay.smtp.client.TlsRequirement;

class VerdictTest {
    private static final PeerCheck CHECK = (chain, host, authorities) -> null;
    private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

    private static Route.Hosts hosts(String... names) {
        return new Route.Hosts(
                String.join(",", names),
                Stream.of(names)
                        .map(name -> new RemoteHost(
                                name, new InetSocketAddress(ADDRESS, 25), TlsRequirement.OPPORTUNISTIC, null))
                        .toList());
    }

    private static StsFinding sts(String mode, String host) {
        return new StsFinding(
                StsPolicy.parse("version: STSv1\nmode: " + mode + "\nmx: " + host + "\nmax_age: 86400"),
                null,
                "MTA-STS");
    }

    private static DaneFinding dane(String host, HostDane said) {
        return new DaneFinding(true, Map.of(host, said), null);
    }

    private static HostDane.Published published(PeerCheck check) {
        return new HostDane.Published(check, List.of("3 1 1 ab"), List.of(ADDRESS), false);
    }

    private static Route.Hosts route(Route.Hosts found, DaneFinding dane, StsFinding sts) {
        return (Route.Hosts) Verdict.of("example.com", found, dane, sts);
    }

    private static List<TlsRequirement> asked(Route.Hosts route) {
        return route.hosts().stream().map(RemoteHost::tls).toList();
    }

    @Test
    void leavesADomainThatPublishesNothingAsItIs() {
        Route.Hosts route = route(hosts("a", "b"), DaneFinding.NONE, StsFinding.NONE);
        assertThat(route.hosts()).isEqualTo(hosts("a", "b").hosts());
        assertThat(route.protection().kind()).isEqualTo(Protection.Kind.NONE);
        assertThat(route.protection().key()).isEmpty();
        assertThat(route.protection().secureNames()).isFalse();
    }

    @Test
    void wantsAValidCertificateOfHostsThatAnEnforcedPolicyNames() {
        Route.Hosts route = route(hosts("a", "b"), DaneFinding.NONE, sts("enforce", "b"));
        assertThat(route.hosts()).extracting(RemoteHost::name).containsExactly("b");
        assertThat(asked(route)).containsExactly(TlsRequirement.VERIFIED);
        assertThat(route.site()).isEqualTo("b");
        assertThat(route.protection().secureNames()).isTrue();
        assertThat(route.protection().policy().type()).isEqualTo("sts");
    }

    @Test
    void waitsWhereAnEnforcedPolicyNamesNoHost() {
        Route.Unavailable route =
                (Route.Unavailable) Verdict.of("example.com", hosts("a"), DaneFinding.NONE, sts("enforce", "b"));
        assertThat(route.reply().code()).isEqualTo(451);
        assertThat(route.reply().text()).contains("a (the domain's MTA-STS policy does not name it)");
    }

    @Test
    void onlyWatchesHostsOfAPolicyInTesting() {
        Route.Hosts route = route(hosts("a", "b"), DaneFinding.NONE, sts("testing", "b"));
        assertThat(asked(route)).containsOnly(TlsRequirement.OPPORTUNISTIC);
        assertThat(route.hosts().get(0).check().fault(List.of(), "a", null)).isEqualTo(TlsFault.VALIDATION_FAILURE);
        assertThat(route.hosts().get(1).check()).isSameAs(PeerCheck.WEB_PKI);
        assertThat(route.protection().kind()).isEqualTo(Protection.Kind.STS_TESTING);
    }

    @Test
    void wantsNothingOfAPolicyThatWantsNothing() {
        Route.Hosts route = route(hosts("a"), DaneFinding.NONE, sts("none", "b"));
        assertThat(asked(route)).containsExactly(TlsRequirement.OPPORTUNISTIC);
    }

    @Test
    void letsDaneGoBeforeMtaSts() {
        Route.Hosts route = route(hosts("a", "b"), dane("a", published(CHECK)), sts("enforce", "b"));
        assertThat(asked(route)).containsExactly(TlsRequirement.DANE, TlsRequirement.VERIFIED);
        assertThat(route.hosts().get(0).check()).isSameAs(CHECK);
        assertThat(route.protection().kind()).isEqualTo(Protection.Kind.DANE);
        assertThat(route.protection().policy().type()).isEqualTo("tlsa");
    }

    @Test
    void doesNotUseABogusHostAlthoughMtaStsNamesIt() {
        assertThat(Verdict.of("example.com", hosts("a"), dane("a", new HostDane.Bogus("forged")), sts("enforce", "a")))
                .isInstanceOf(Route.Unavailable.class);
    }

    @Test
    void encryptsWhereNoRecordIsUsable() {
        Route.Hosts route = route(hosts("a"), dane("a", published(null)), StsFinding.NONE);
        assertThat(asked(route)).containsExactly(TlsRequirement.ENCRYPTED);
        assertThat(route.protection().policy().fault()).isEqualTo(TlsFault.TLSA_INVALID);
    }

    @Test
    void usesNoAddressThatIsNotSigned() {
        HostDane.Published elsewhere = new HostDane.Published(CHECK, List.of("3 1 1 ab"), List.of(), false);
        assertThat(Verdict.of("example.com", hosts("a"), dane("a", elsewhere), StsFinding.NONE))
                .isInstanceOf(Route.Unavailable.class);
    }

    @Test
    void waitsWhereTheMxRecordsAreBogus() {
        DaneFinding forged = new DaneFinding(false, Map.of(), "forged");
        Route.Unavailable route =
                (Route.Unavailable) Verdict.of("example.com", hosts("a"), forged, sts("enforce", "a"));
        assertThat(route.reply().text()).isEqualTo("DNSSEC validation failed for example.com: forged");
    }

    @Test
    void keepsConnectionsApartOfWhichDifferentThingsAreAsked() {
        String plain = route(hosts("a"), DaneFinding.NONE, StsFinding.NONE)
                .protection()
                .key();
        String enforced = route(hosts("a"), DaneFinding.NONE, sts("enforce", "a"))
                .protection()
                .key();
        String testing = route(hosts("a"), DaneFinding.NONE, sts("testing", "a"))
                .protection()
                .key();
        String dane = route(hosts("a"), dane("a", published(CHECK)), StsFinding.NONE)
                .protection()
                .key();
        assertThat(List.of(plain, enforced, testing, dane)).doesNotHaveDuplicates();
    }
}
