package relay.tlsrpt;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import relay.routing.Protection;

/**
 * One report as its JSON document (RFC 8460, section 4.4).
 *
 * @param organization who reports
 * @param contact how to reach us: an address or a link
 * @param id of the report
 * @param domain whose
 * @param begin of the period, milliseconds since 1970
 * @param end of the period, exclusive
 * @param counts of sessions, all of this domain and period
 */
record TlsReport(
        String organization,
        String contact,
        String id,
        String domain,
        long begin,
        long end,
        Map<CountedSession, Long> counts) {
    /** Failures are told apart as far as this; a report of all addresses of a flood would help nobody. */
    private static final int MOST_DETAILS = 1000;

    String json() {
        Map<Protection.Policy, Map<CountedSession, Long>> byPolicy = new LinkedHashMap<>();
        counts.forEach((session, count) -> byPolicy.computeIfAbsent(
                        withoutFault(session.policy()), policy -> new LinkedHashMap<>())
                .put(session, count));
        Json range = new Json().field("start-datetime", time(begin)).field("end-datetime", time(end - 1000));
        return new Json()
                .field("organization-name", organization)
                .field("date-range", range)
                .field("contact-info", contact)
                .field("report-id", id)
                .field(
                        "policies",
                        byPolicy.entrySet().stream()
                                .map(entry -> policy(entry.getKey(), entry.getValue()))
                                .toList())
                .toString();
    }

    /** A policy with a fault of its own is still the same policy. */
    private static Protection.Policy withoutFault(Protection.Policy policy) {
        return new Protection.Policy(policy.type(), policy.lines(), policy.hosts(), null);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Json policy(Protection.Policy policy, Map<CountedSession, Long> sessions) {
        Json described = new Json().field("policy-type", policy.type());
        if (!policy.lines().isEmpty()) {
            described.field("policy-string", policy.lines());
        }
        described.field("policy-domain", domain);
        if (!policy.hosts().isEmpty()) {
            described.field("mx-host", policy.hosts());
        }
        Json summary = new Json()
                .field("total-successful-session-count", total(sessions, true))
                .field("total-failure-session-count", total(sessions, false));
        Json whole = new Json().field("policy", described).field("summary", summary);
        List<Json> details = details(sessions);
        return details.isEmpty() ? whole : whole.field("failure-details", details);
    }

    private static long total(Map<CountedSession, Long> sessions, boolean successful) {
        return sessions.entrySet().stream()
                .filter(entry -> (entry.getKey().fault() == null) == successful)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static List<Json> details(Map<CountedSession, Long> sessions) {
        return sessions.entrySet().stream()
                .filter(entry -> entry.getKey().fault() != null)
                .limit(MOST_DETAILS)
                .map(entry -> detail(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Json detail(CountedSession session, long count) {
        Json detail = new Json().field("result-type", session.fault().word());
        if (!session.ourAddress().isEmpty()) {
            detail.field("sending-mta-ip", session.ourAddress());
        }
        if (!session.mxHost().isEmpty()) {
            detail.field("receiving-mx-hostname", session.mxHost());
        }
        if (!session.mxAddress().isEmpty()) {
            detail.field("receiving-ip", session.mxAddress());
        }
        return detail.field("failed-session-count", count);
    }

    /** A JSON object under construction (RFC 8259). */
    static final class Json {
        private static final int CONTROL = 0x20;

        private final List<String> fields = new ArrayList<>();

        Json field(String name, Object value) {
            fields.add(text(name) + ":" + value(value));
            return this;
        }

        private static String value(Object value) {
            if (value instanceof List<?> list) {
                return list.stream().map(Json::value).collect(Collectors.joining(",", "[", "]"));
            }
            return value instanceof Json || value instanceof Long ? value.toString() : text(String.valueOf(value));
        }

        private static String text(String text) {
            return '"' + text.codePoints().mapToObj(Json::escaped).collect(Collectors.joining()) + '"';
        }

        private static String escaped(int c) {
            if (c == '"' || c == '\\') {
                return "\\" + (char) c;
            }
            return c < CONTROL ? String.format("\\u%04x", c) : Character.toString(c);
        }

        @Override
        public String toString() {
            return "{" + String.join(",", fields) + "}";
        }
    }
}
