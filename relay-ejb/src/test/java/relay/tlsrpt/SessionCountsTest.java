package relay.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import relay.routing.Protection;
import relay.routing.ScriptedDns;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.SmtpConnection;
import relay.smtp.client.TlsFault;
import relay.smtp.client.TlsRequirement;
import relay.smtp.client.Transaction;
import relay.smtp.client.TransactionResult;
import relay.testing.ManualClock;
import relay.tlsrpt.SessionCounts.Tried;

class SessionCountsTest {
    private static final RemoteHost HOST = new RemoteHost(
            "mx.example.com",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 25),
            TlsRequirement.OPPORTUNISTIC,
            null);

    private final ManualClock clock = new ManualClock();
    private final TlsCounts counts = new TlsCounts();
    private final ScriptedDns dns =
            new ScriptedDns().withText("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:tls@example.com");
    private final Subscribers subscribers = new Subscribers(dns, clock, new ReportPeriod(Duration.ofDays(1)), counts);
    private final SessionCounts sessions = new SessionCounts(subscribers);
    private final SmtpConnection connection = new Connection();

    @BeforeEach
    void look() {
        subscribers.look("example.com");
        subscribers.look("silent.example");
    }

    /** Does nothing. */
    private static final class Connection implements SmtpConnection {
        @Override
        public RemoteHost host() {
            return HOST;
        }

        @Override
        public String tls() {
            return null;
        }

        @Override
        public boolean passesDsn() {
            return false;
        }

        @Override
        public CompletableFuture<TransactionResult> send(Transaction transaction) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void quit() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void countsAConnectionOnceHoweverManyMessagesItCarries() {
        sessions.opened(connection, List.of(new Tried(HOST, null, null)));
        sessions.carries(connection, "example.com");
        sessions.carries(connection, "example.com");
        assertThat(counts.take().values()).containsExactly(1L);
    }

    @Test
    void countsNothingForADomainThatWantsNoReports() {
        sessions.opened(connection, List.of(new Tried(HOST, null, null)));
        sessions.carries(connection, "silent.example");
        sessions.failed("silent.example", List.of(new Tried(HOST, TlsFault.VALIDATION_FAILURE, null)));
        assertThat(counts.take()).isEmpty();
    }

    @Test
    void countsTheHostsThatWereTriedBefore() {
        sessions.opened(
                connection, List.of(new Tried(HOST, TlsFault.CERTIFICATE_EXPIRED, null), new Tried(HOST, null, null)));
        sessions.carries(connection, "example.com");
        assertThat(counts.take().keySet())
                .extracting(CountedSession::fault)
                .containsExactlyInAnyOrder(TlsFault.CERTIFICATE_EXPIRED, null);
    }

    @Test
    void countsWhatIsWrongWithThePolicyWithEverySession() {
        subscribers.found(
                "example.com", new Protection.Policy("sts", List.of(), List.of(), TlsFault.STS_POLICY_FETCH_ERROR));
        sessions.opened(connection, List.of(new Tried(HOST, null, null)));
        sessions.carries(connection, "example.com");
        assertThat(counts.take().keySet())
                .extracting(CountedSession::fault)
                .containsExactly(TlsFault.STS_POLICY_FETCH_ERROR);
    }

    @Test
    void givesBackWhatCouldNotBeWritten() {
        sessions.failed("example.com", List.of(new Tried(HOST, TlsFault.DANE_REQUIRED, null)));
        counts.giveBack(counts.take());
        sessions.failed("example.com", List.of(new Tried(HOST, TlsFault.DANE_REQUIRED, null)));
        assertThat(counts.take().values()).containsExactly(2L);
    }
}
