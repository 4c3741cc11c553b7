package relay.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import relay.routing.Protection;
import relay.smtp.client.TlsFault;

class TlsReportTest {
    private static final long BEGIN = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();
    private static final Protection.Policy STS =
            new Protection.Policy("sts", List.of("version: STSv1", "mode: testing"), List.of("*.example.com"), null);

    private static CountedSession session(Protection.Policy policy, TlsFault fault) {
        return new CountedSession(BEGIN, "example.com", policy, fault, "mx.example.com", "192.0.2.1", "198.51.100.1");
    }

    private static String json(Map<CountedSession, Long> counts) {
        return new TlsReport("Acme \"Mail\"", "tls@acme.example", "1", "example.com", BEGIN, BEGIN + 86_400_000, counts)
                .json();
    }

    @Test
    void tellsOfSuccessAndFailureUnderOnePolicy() {
        Map<CountedSession, Long> counts = new LinkedHashMap<>();
        counts.put(session(STS, null), 5L);
        counts.put(session(STS, TlsFault.CERTIFICATE_EXPIRED), 2L);
        assertThat(json(counts))
                .isEqualTo("{\"organization-name\":\"Acme \\\"Mail\\\"\","
                        + "\"date-range\":{\"start-datetime\":\"2026-11-24T00:00:00Z\","
                        + "\"end-datetime\":\"2026-11-24T23:59:59Z\"},"
                        + "\"contact-info\":\"tls@acme.example\",\"report-id\":\"1\",\"policies\":[{\"policy\":"
                        + "{\"policy-type\":\"sts\",\"policy-string\":[\"version: STSv1\",\"mode: testing\"],"
                        + "\"policy-domain\":\"example.com\",\"mx-host\":[\"*.example.com\"]},"
                        + "\"summary\":{\"total-successful-session-count\":5,\"total-failure-session-count\":2},"
                        + "\"failure-details\":[{\"result-type\":\"certificate-expired\","
                        + "\"sending-mta-ip\":\"198.51.100.1\",\"receiving-mx-hostname\":\"mx.example.com\","
                        + "\"receiving-ip\":\"192.0.2.1\",\"failed-session-count\":2}]}]}");
    }

    @Test
    void tellsOfNoPolicy() {
        assertThat(json(Map.of(session(Protection.Policy.NONE, null), 1L)))
                .contains("{\"policy\":{\"policy-type\":\"no-policy-found\",\"policy-domain\":\"example.com\"},"
                        + "\"summary\":{\"total-successful-session-count\":1,\"total-failure-session-count\":0}}");
    }

    @Test
    void spreadsReportsOverSomeHours() {
        ReportPeriod days = new ReportPeriod(Duration.ofDays(1));
        long first = days.dueAt(BEGIN, "example.com", "relay.example");
        assertThat(first).isBetween(BEGIN + 25 * 3_600_000L, BEGIN + 28 * 3_600_000L);
        assertThat(days.dueAt(BEGIN, "example.net", "relay.example")).isNotEqualTo(first);
        assertThat(days.of(first)).isEqualTo(BEGIN + 86_400_000L);
    }
}
