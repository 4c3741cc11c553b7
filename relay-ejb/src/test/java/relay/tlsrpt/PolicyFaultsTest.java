package relay.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import relay.mtasts.PolicyHost;
import relay.mtasts.StsPolicies;
import relay.routing.Route;
import relay.routing.ScriptedDns;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsFault;
import relay.smtp.client.TlsRequirement;
import relay.testing.ManualClock;
import relay.transport.TransportSecurity;

/** What routing finds wrong before there is any session. */
class PolicyFaultsTest {
    private final ManualClock clock = new ManualClock();
    private final TlsCounts counts = new TlsCounts();
    private final ScriptedDns dns = new ScriptedDns()
            .withText("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:tls@example.com")
            .withText("_mta-sts.example.com", "v=STSv1; id=1;");
    private final Subscribers subscribers = new Subscribers(dns, clock, new ReportPeriod(Duration.ofDays(1)), counts);

    private Route route(PolicyHost.Served served) {
        StsPolicies policies =
                new StsPolicies(dns, domain -> CompletableFuture.completedFuture(served), null, clock, Runnable::run);
        return new TransportSecurity(Optional.empty(), Optional.of(policies), Optional.of(subscribers))
                .protect(
                        "example.com",
                        new Route.Hosts(
                                "a,b",
                                Stream.of("a", "b")
                                        .map(name -> new RemoteHost(
                                                name,
                                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 25),
                                                TlsRequirement.OPPORTUNISTIC,
                                                null))
                                        .toList()))
                .toCompletableFuture()
                .join();
    }

    private static PolicyHost.Served enforcing(String host) {
        return PolicyHost.Served.of("version: STSv1\nmode: enforce\nmx: " + host + "\nmax_age: 86400\n");
    }

    @Test
    void tellsOfAHostThatThePolicyDoesNotName() {
        assertThat(route(enforcing("a"))).isInstanceOf(Route.Hosts.class);
        List<CountedSession> told = List.copyOf(counts.take().keySet());
        assertThat(told).hasSize(1);
        assertThat(told.get(0).mxHost()).isEqualTo("b");
        assertThat(told.get(0).fault()).isEqualTo(TlsFault.VALIDATION_FAILURE);
        assertThat(told.get(0).policy().type()).isEqualTo("sts");
    }

    @Test
    void tellsThatThePolicyNamesNoHost() {
        assertThat(route(enforcing("c"))).isInstanceOf(Route.Unavailable.class);
        assertThat(counts.take().keySet())
                .allMatch(session -> session.policy().type().equals("sts"))
                .extracting(CountedSession::mxHost)
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void tellsWithEachSessionThatThePolicyCouldNotBeHad() {
        route(PolicyHost.Served.failed(TlsFault.STS_WEBPKI_INVALID, "its certificate has expired"));
        subscribers.count("example.com", "a", "", "", null);
        assertThat(counts.take().keySet())
                .extracting(CountedSession::fault)
                .containsExactly(TlsFault.STS_WEBPKI_INVALID);
    }
}
