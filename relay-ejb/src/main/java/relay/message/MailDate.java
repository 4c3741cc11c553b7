package relay.message;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The date of header fields (RFC 5322, section 3.3), always in UTC. */
public final class MailDate {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

    private MailDate() {}

    /** {@code Sat, 21 Nov 2026 09:30:00 +0000}. */
    public static String format(Instant instant) {
        return FORMAT.format(instant);
    }
}
