package relay.tlsrpt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * The periods of reports: days in UTC, but for tests (RFC 8460, section 4.1).
 *
 * @param length of one
 */
public record ReportPeriod(Duration length) {
    private static final int DELAYS = 8;
    private static final int HOURS = 24;

    long of(long now) {
        return now - now % length.toMillis();
    }

    long endOf(long period) {
        return period + length.toMillis();
    }

    /**
     * When the report of a day goes out: one to four hours after its end, at another time for each domain and relay, so
     * that not all reports of the world come at midnight (section 4.1), and all nodes have written down their counts.
     */
    long dueAt(long period, String domain, String hostname) {
        CRC32 spread = new CRC32();
        spread.update((domain + " " + hostname + " " + period).getBytes(StandardCharsets.UTF_8));
        return endOf(period) + length.toMillis() / HOURS + spread.getValue() % Math.max(1, length.toMillis() / DELAYS);
    }

    /** Until when it is tried: a day after its end. */
    long givenUpAt(long period) {
        return endOf(period) + length.toMillis();
    }
}
