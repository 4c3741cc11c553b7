package relay.it.mail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply to an SMTP command.
 *
 * @param text all lines with their codes, a newline between them
 */
public record Answer(String text) {
    private static final Pattern QUEUED = Pattern.compile("^250 2\\.0\\.0 Ok: queued as ([0-9A-Z]+)$");

    public boolean isPositive() {
        return text.startsWith("2") || text.startsWith("3");
    }

    /** The queue id that the reply to a message names. */
    public String queueId() {
        Matcher matcher = QUEUED.matcher(text);
        if (!matcher.matches()) {
            throw new AssertionError("not queued: " + text);
        }
        return matcher.group(1);
    }
}
