package relay.it.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;
import relay.it.internet.Internet;
import relay.it.mail.Arrivals;
import relay.it.mail.Correspondent;
import relay.it.mail.RelayRest;
import relay.it.running.RelayProcess;
import relay.it.running.SystemTest;
import relay.smtp.testing.MxMoment;
import relay.smtp.testing.ScriptedMx;

/** The DNS says where mail goes, and mail goes there. */
@SystemTest
class RoutingIT {
    private final RelayProcess relay;
    private final Internet internet;
    private final Correspondent sender;

    RoutingIT(RelayProcess relay, Internet internet) {
        this.relay = relay;
        this.internet = internet;
        sender = new Correspondent(relay, internet);
    }

    @AfterAll
    void end() {
        sender.close();
    }

    @Test
    void prefersTheHostWithTheLowestPreference() throws IOException {
        try (ScriptedMx first = internet.host().start();
                ScriptedMx second = internet.host().start()) {
            String joe = "joe@" + internet.domainAt(first, second);
            sender.write(joe);
            assertThat(Arrivals.awaitOne(first, joe)).isNotNull();
            assertThat(second.sessions()).isEmpty();
        }
    }

    @Test
    void goesToTheNextHostWhereNobodyListens() throws IOException {
        try (ScriptedMx second = internet.host().start()) {
            String domain = internet.newDomain();
            internet.send(domain, 10, internet.newAddress());
            internet.send(domain, 20, second.address().getAddress().getHostAddress());
            sender.write("joe@" + domain);
            assertThat(Arrivals.awaitOne(second, "joe@" + domain)).isNotNull();
        }
    }

    @Test
    void goesToTheNextHostWhenOneHasNoTime() throws IOException {
        try (ScriptedMx first = internet.host()
                        .on(MxMoment.CONNECT)
                        .reply("421 4.3.2 Busy")
                        .start();
                ScriptedMx second = internet.host().start()) {
            String joe = "joe@" + internet.domainAt(first, second);
            sender.write(joe);
            assertThat(Arrivals.awaitOne(second, joe)).isNotNull();
        }
    }

    @Test
    void goesToTheAddressOfADomainWithoutMx() throws IOException {
        try (ScriptedMx host = internet.host().start()) {
            String domain = internet.newDomain();
            internet.dns().address(domain, host.address().getAddress().getHostAddress());
            sender.write("joe@" + domain);
            assertThat(Arrivals.awaitOne(host, "joe@" + domain)).isNotNull();
        }
    }

    @Test
    void reachesHostsByIpv6() throws IOException {
        assumeTrue(
                NetworkInterface.getByInetAddress(InetAddress.getAllByName("::1")[0]) != null, "no IPv6 on loopback");
        try (ScriptedMx host = internet.hostAt("::1").start()) {
            String domain = internet.newDomain();
            internet.dns().mx(domain, 10, "six." + domain);
            internet.dns().address("six." + domain, "::1");
            sender.write("joe@" + domain);
            assertThat(Arrivals.awaitOne(host, "joe@" + domain)).isNotNull();
        }
    }

    @Test
    void asksOnceForWhatTheDnsLetsItKeep() throws IOException {
        try (ScriptedMx host = internet.host().start()) {
            String first = internet.newDomain();
            String second = internet.newDomain();
            internet.dns().mx(first, 10, "shared." + first);
            internet.dns().mx(second, 10, "shared." + first);
            internet.dns()
                    .address("shared." + first, host.address().getAddress().getHostAddress());
            sender.write("joe@" + first);
            assertThat(Arrivals.awaitOne(host, "joe@" + first)).isNotNull();
            sender.write("joe@" + second);
            assertThat(Arrivals.awaitOne(host, "joe@" + second)).isNotNull();
            assertThat(internet.dns().questions(second, Type.MX)).isEqualTo(1);
            assertThat(internet.dns().questions("shared." + first, Type.A)).isEqualTo(1);
        }
    }

    @Test
    void bouncesMailToADomainThatTakesNone() throws IOException {
        String domain = internet.newDomain();
        internet.dns().nullMx(domain);
        sender.write("joe@" + domain);
        assertThat(sender.awaitNotice("joe@" + domain).field("Status")).isEqualTo("5.1.10");
    }

    @Test
    void bouncesMailToADomainThatDoesNotExist() throws IOException {
        String domain = internet.newDomain();
        sender.write("joe@" + domain);
        assertThat(sender.awaitNotice("joe@" + domain).field("Status")).isEqualTo("5.1.2");
    }

    @Test
    void waitsForADnsThatFails() throws IOException {
        try (ScriptedMx host = internet.host().start()) {
            String domain = internet.domainAt(host);
            internet.dns().fail(domain);
            String queueId = sender.write("joe@" + domain);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(250))
                    .untilAsserted(() ->
                            assertThat(RelayRest.of(relay).events(queueId)).contains("deferred"));
            internet.dns().recover(domain);
            assertThat(Arrivals.awaitOne(host, "joe@" + domain)).isNotNull();
        }
    }
}
