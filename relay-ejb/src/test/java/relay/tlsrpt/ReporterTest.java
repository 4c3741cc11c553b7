package relay.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.database.Database;
import relay.database.TestDatabases;
import relay.routing.Protection;
import relay.routing.ScriptedDns;
import relay.smtp.client.TlsFault;
import relay.testing.ManualClock;

class ReporterTest {
    private static final String DATABASES = "relay.database.TestDatabases#all";
    private static final AtomicInteger DOMAINS = new AtomicInteger();
    private static final Protection.Policy TLSA =
            new Protection.Policy("tlsa", List.of("3 1 1 ab", "3 1 1 cd"), List.of(), null);

    private final String domain = "reported" + DOMAINS.incrementAndGet() + ".example";
    private final ManualClock clock = new ManualClock();
    private final ReportPeriod days = new ReportPeriod(Duration.ofDays(1));
    private final TlsCounts counts = new TlsCounts();
    private final ScriptedDns dns = new ScriptedDns()
            .withText("_smtp._tls." + domain, "v=TLSRPTv1; rua=mailto:first@example.com,mailto:second@example.com");
    private final List<String> sent = new ArrayList<>();
    private Optional<String> refusal = Optional.empty();

    private Reporter reporter(Database database) {
        return new Reporter(
                new Reporter.Identity("tls@acme.example", "Acme", "tls@acme.example", "relay.example"),
                days,
                counts,
                new CountStore(TestDatabases.dataSource(database)),
                dns,
                null,
                this::take,
                clock);
    }

    /** Other tests have left counts of other domains there. */
    private Optional<String> take(String from, String to, byte[] message) {
        if (new String(message, StandardCharsets.US_ASCII).contains("TLS-Report-Domain: " + domain)) {
            sent.add(to);
        }
        return refusal;
    }

    private void count(TlsFault fault) {
        counts.add(new CountedSession(
                days.of(clock.millis()), domain, TLSA, fault, "mx.example.com", "192.0.2.1", "198.51.100.1"));
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void addsUpWhatIsWrittenAtDifferentTimes(Database database) throws Exception {
        Reporter reporter = reporter(database);
        count(null);
        reporter.flush();
        count(null);
        count(TlsFault.CERTIFICATE_EXPIRED);
        reporter.flush();
        assertThat(new CountStore(TestDatabases.dataSource(database))
                        .counts(new CountStore.Due(days.of(clock.millis()), domain)))
                .hasSize(2)
                .allSatisfy((session, number) -> {
                    assertThat(session.policy()).isEqualTo(TLSA);
                    assertThat(number).isEqualTo(session.fault() == null ? 2L : 1L);
                });
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void reportsOnceToEverybodyAfterTheDay(Database database) {
        Reporter reporter = reporter(database);
        count(null);
        reporter.flush();
        reporter.report();
        assertThat(sent).isEmpty();
        clock.advance(Duration.ofDays(1));
        reporter.report();
        reporter.report();
        assertThat(sent).containsExactly("first@example.com", "second@example.com");
    }

    @ParameterizedTest
    @MethodSource(DATABASES)
    void triesAgainForADay(Database database) {
        Reporter reporter = reporter(database);
        count(null);
        reporter.flush();
        refusal = Optional.of("451 later");
        clock.advance(Duration.ofDays(1));
        reporter.report();
        reporter.report();
        assertThat(sent).hasSize(4);
        clock.advance(Duration.ofDays(1));
        reporter.report();
        reporter.report();
        assertThat(sent).hasSize(6);
    }
}
