package relay.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import relay.smtp.client.Egress.Proxy;
import relay.smtp.testing.MxMoment;
import relay.smtp.testing.ScriptedMx;
import relay.smtp.testing.TestProxy;

/** From which address, under which name and through whom. */
class EgressTest extends ClientScenario {
    private static final String ADDRESS = "127.0.0.77";

    private static InetAddress address(String name) throws Exception {
        return InetAddress.getByName(name);
    }

    private static Egress through(TestProxy proxy, Proxy.Kind kind, RemoteHost.Login login) throws Exception {
        return new Egress(
                kind == Proxy.Kind.HAPROXY ? address(ADDRESS) : null, null, new Proxy(kind, proxy.address(), login));
    }

    private SmtpConnection connection(Egress egress) throws Exception {
        return within(client.connect(host(TlsRequirement.NONE), egress));
    }

    private SmtpFailure refusal(Egress egress) throws Exception {
        try {
            connection(egress);
        } catch (ExecutionException e) {
            return ((SmtpFailureException) e.getCause()).failure();
        }
        throw new AssertionError("connected after all");
    }

    @Test
    void comesFromTheAddressAndSaysTheName() throws Exception {
        start(ScriptedMx.script());
        SmtpConnection connection = connection(Egress.from(address(ADDRESS), "out.example"));
        assertThat(sendToBob(connection).isDelivered()).isTrue();
        assertThat(mx.session(1).peer()).isEqualTo(address(ADDRESS));
        assertThat(mx.session(1).commands()).startsWith("EHLO out.example");
    }

    @Test
    void saysWhoseFaultItIsThatAnAddressIsNotThere() throws Exception {
        start(ScriptedMx.script());
        SmtpFailure failure = refusal(Egress.from(address("192.0.2.1"), null));
        assertThat(failure.stage()).isEqualTo(Stage.EGRESS);
        assertThat(failure.cause()).startsWith("address 192.0.2.1: ");
        assertThat(mx.sessions()).isEmpty();
    }

    @Test
    void reachesHostsOfItsOwnFamilyOnly() throws Exception {
        start(ScriptedMx.script());
        assertThat(refusal(Egress.from(address("::1"), null)))
                .isEqualTo(new SmtpFailure(Stage.CONNECT, null, "out of reach from 0:0:0:0:0:0:0:1"));
    }

    @Test
    void blamesTheHostWhereNobodyListens() throws Exception {
        start(ScriptedMx.script());
        mx.close();
        assertThat(refusal(Egress.from(address(ADDRESS), null)))
                .isEqualTo(new SmtpFailure(Stage.CONNECT, null, "connection refused"));
    }

    // SOCKS5

    @Test
    void goesThroughASocksProxy() throws Exception {
        start(ScriptedMx.script());
        try (TestProxy proxy = TestProxy.socks5(ADDRESS)) {
            assertThat(sendToBob(connection(through(proxy, Proxy.Kind.SOCKS5, null)))
                            .isDelivered())
                    .isTrue();
            assertThat(proxy.connected()).containsExactly("127.0.0.1:" + mx.port());
        }
        assertThat(mx.session(1).peer()).isEqualTo(address(ADDRESS));
    }

    @Test
    void encryptsThroughASocksProxy() throws Exception {
        start(ScriptedMx.script().withStartTls(AUTHORITY.certificateFor("mx.test")));
        try (TestProxy proxy = TestProxy.socks5(ADDRESS)) {
            SmtpConnection connection =
                    within(client.connect(host(TlsRequirement.VERIFIED), through(proxy, Proxy.Kind.SOCKS5, null)));
            assertThat(connection.tls()).startsWith("TLSv1.3");
        }
    }

    @Test
    void logsInAtASocksProxy() throws Exception {
        start(ScriptedMx.script());
        try (TestProxy proxy = TestProxy.socks5(ADDRESS, "relay", "secret")) {
            RemoteHost.Login right = new RemoteHost.Login("relay", "secret");
            assertThat(connection(through(proxy, Proxy.Kind.SOCKS5, right)).isOpen())
                    .isTrue();
            RemoteHost.Login wrong = new RemoteHost.Login("relay", "guess");
            assertThat(refusal(through(proxy, Proxy.Kind.SOCKS5, wrong)))
                    .isEqualTo(new SmtpFailure(
                            Stage.EGRESS,
                            null,
                            "proxy 127.0.0.1:" + proxy.address().getPort() + ": it refuses our login"));
            assertThat(refusal(through(proxy, Proxy.Kind.SOCKS5, null)).cause()).endsWith("it wants a login");
        }
    }

    @Test
    void blamesTheHostThatASocksProxyDoesNotReach() throws Exception {
        start(ScriptedMx.script());
        mx.close();
        try (TestProxy proxy = TestProxy.socks5(ADDRESS)) {
            SmtpFailure failure = refusal(through(proxy, Proxy.Kind.SOCKS5, null));
            assertThat(failure.stage()).isEqualTo(Stage.CONNECT);
            assertThat(failure.cause()).endsWith("connection refused");
        }
    }

    @Test
    void blamesAProxyThatIsAway() throws Exception {
        start(ScriptedMx.script());
        TestProxy proxy = TestProxy.socks5(ADDRESS);
        proxy.close();
        for (Proxy.Kind kind : Proxy.Kind.values()) {
            assertThat(refusal(through(proxy, kind, null)))
                    .isEqualTo(new SmtpFailure(
                            Stage.EGRESS,
                            null,
                            "proxy 127.0.0.1:" + proxy.address().getPort() + ": connection refused"));
        }
    }

    @Test
    void blamesAProxyThatSpeaksSomethingElse() throws Exception {
        start(ScriptedMx.script());
        Egress egress = new Egress(null, null, new Proxy(Proxy.Kind.SOCKS5, mx.address(), null));
        assertThat(refusal(egress).cause()).endsWith("it does not speak SOCKS5");
    }

    @Test
    void failsWhatAProxyIsStillOpeningWhenClosed() throws Exception {
        try (ScriptedMx silent =
                ScriptedMx.script().on(MxMoment.CONNECT).staySilent().start()) {
            start(ScriptedMx.script());
            Egress egress = new Egress(null, null, new Proxy(Proxy.Kind.SOCKS5, silent.address(), null));
            var opening = client.connect(host(TlsRequirement.NONE), egress);
            silent.session(1);
            client.close();
            assertThatThrownBy(() -> within(opening)).hasCauseInstanceOf(SmtpFailureException.class);
        }
    }

    // PROXY

    @Test
    void tellsAnHaproxyFromWhereToConnectAndToWhom() throws Exception {
        start(ScriptedMx.script());
        try (TestProxy proxy = TestProxy.haproxy()) {
            assertThat(sendToBob(connection(through(proxy, Proxy.Kind.HAPROXY, null)))
                            .isDelivered())
                    .isTrue();
            assertThat(proxy.connected()).containsExactly("127.0.0.1:" + mx.port());
        }
        assertThat(mx.session(1).peer()).isEqualTo(address(ADDRESS));
    }

    @Test
    void needsAnAddressForAnHaproxy() {
        assertThatThrownBy(() -> new Egress(
                        null,
                        null,
                        new Proxy(Proxy.Kind.HAPROXY, InetSocketAddress.createUnresolved("proxy.test", 1), null)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
