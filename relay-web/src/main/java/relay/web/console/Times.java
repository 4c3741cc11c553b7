package relay.web.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and sizes as pages show them. */
@Named
@ApplicationScoped
public class Times {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int KIB = 1024;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** Date and time in UTC. */
    public String full(Instant at) {
        return at == null ? "" : SECONDS.format(at);
    }

    /** Date and time in UTC of milliseconds since 1970, or nothing for null. */
    public String fullMillis(Long at) {
        return at == null ? "" : full(Instant.ofEpochMilli(at));
    }

    /** How long ago something was, in its largest unit: {@code 3 h}; a dash for null. */
    public String age(Long at) {
        if (at == null) {
            return "–";
        }
        long seconds =
                Math.max(0, Duration.ofMillis(System.currentTimeMillis() - at).toSeconds());
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        if (seconds < HOUR) {
            return seconds / MINUTE + " min";
        }
        return seconds < DAY ? seconds / HOUR + " h" : seconds / DAY + " d";
    }

    /** Time of day in UTC with milliseconds. */
    public String precise(Instant at) {
        return at == null ? "" : MILLIS.format(at);
    }

    /** A size in bytes, KiB or MiB. */
    public String size(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        return bytes < KIB * KIB
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / (double) KIB)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (KIB * KIB));
    }
}
