package relay.submission;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What of a message is tracked.
 *
 * @param opens by an image
 * @param clicks by rewritten links
 */
public record Tracking(boolean opens, boolean clicks) {
    private static final List<String> WHAT = List.of("opens", "clicks");

    /** Reads {@code none}, {@code opens}, {@code clicks} or both with a comma; empty for anything else. */
    static Optional<Tracking> parse(String value) {
        List<String> what = List.of(value.toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1));
        if (what.equals(List.of("none"))) {
            return Optional.of(new Tracking(false, false));
        }
        return WHAT.containsAll(what)
                ? Optional.of(new Tracking(what.contains("opens"), what.contains("clicks")))
                : Optional.empty();
    }

    /** As {@link #parse} reads it, and as it is stored. */
    public String words() {
        if (opens && clicks) {
            return "opens,clicks";
        }
        return opens ? "opens" : clicks ? "clicks" : "none";
    }
}
