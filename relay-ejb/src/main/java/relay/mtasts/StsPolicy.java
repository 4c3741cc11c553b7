package relay.mtasts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A policy as its host serves it (RFC 8461, section 3.2).
 *
 * @param mode what to do about hosts that do not comply
 * @param hosts patterns of MX names: a name, or {@code *.} for one label before it
 * @param maxAge how long it counts from when it was fetched, at most a year
 */
public record StsPolicy(Mode mode, List<String> hosts, Duration maxAge) {
    /** Largest policy that is read, bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final long MOST_SECONDS = 31_557_600;
    private static final int MOST_HOSTS = 200;
    private static final Pattern HOST = Pattern.compile("(?:\\*\\.)?[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*");

    public StsPolicy {
        hosts = List.copyOf(hosts);
    }

    /** What a domain wants of those who send it mail. */
    public enum Mode {
        /** Hosts that do not comply get no mail. */
        ENFORCE,
        /** They get it, and the domain hears of it in a report. */
        TESTING,
        /** As if there were no policy. */
        NONE
    }

    /**
     * Reads a policy. Unknown keys are ignored, of a key given twice the first counts (section 3.2).
     *
     * @throws IllegalArgumentException when it is none, in words that say why
     */
    public static StsPolicy parse(String text) {
        Map<String, String> values = new HashMap<>();
        List<String> hosts = new ArrayList<>();
        for (String line : text.split("\r?\n", -1)) {
            if (!line.isBlank()) {
                int colon = line.indexOf(':');
                require(colon > 0, "a line without a colon");
                String key = line.substring(0, colon).strip();
                String value = line.substring(colon + 1).strip();
                if (key.equals("mx")) {
                    hosts.add(host(value));
                } else {
                    values.putIfAbsent(key, value);
                }
            }
        }
        require("STSv1".equals(values.get("version")), "its version is not STSv1");
        require(hosts.size() <= MOST_HOSTS, "more than " + MOST_HOSTS + " hosts");
        Mode mode = mode(values.get("mode"));
        require(mode == Mode.NONE || !hosts.isEmpty(), "it names no mx");
        return new StsPolicy(mode, hosts, maxAge(values.get("max_age")));
    }

    private static String host(String value) {
        require(HOST.matcher(value).matches(), "an mx that is no name");
        return value.toLowerCase(Locale.ROOT);
    }

    private static Mode mode(String word) {
        return switch (String.valueOf(word)) {
            case "enforce" -> Mode.ENFORCE;
            case "testing" -> Mode.TESTING;
            case "none" -> Mode.NONE;
            default -> throw new IllegalArgumentException("its mode is neither enforce nor testing nor none");
        };
    }

    private static Duration maxAge(String seconds) {
        require(seconds != null && seconds.matches("[0-9]{1,10}"), "its max_age is no number of seconds");
        return Duration.ofSeconds(Math.min(MOST_SECONDS, Long.parseLong(seconds)));
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** Its lines with what counts of it. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("version: STSv1");
        lines.add("mode: " + mode.name().toLowerCase(Locale.ROOT));
        hosts.forEach(host -> lines.add("mx: " + host));
        lines.add("max_age: " + maxAge.toSeconds());
        return lines;
    }

    /** Whether an MX host complies by its name (section 4.1). */
    public boolean names(String mxHost) {
        String name = mxHost.toLowerCase(Locale.ROOT);
        String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return hosts.stream().anyMatch(pattern -> covers(pattern, host));
    }

    private static boolean covers(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equals(pattern.substring(1));
    }
}
