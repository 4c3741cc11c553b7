package relay.delivery;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.smtp.Reply;
import relay.smtp.client.SmtpFailure;

/**
 * Knows the refusals of hosts that want to see whether somebody comes back (RFC 6647): they say so, or ask with 4.7.1 or
 * 4.2.0 to try again. Whoever returns after the wait that they have in mind, from the same address, is let in.
 */
final class Greylisting {
    /** The longest wait that is taken at its word. */
    static final Duration LONGEST = Duration.ofHours(2);

    private static final Pattern WORD = Pattern.compile("(?i)gr[ea]y-?\\s?list");
    private static final Pattern RETURN = Pattern.compile("(?i)\\b(try (it )?again|come back|retry|try later)\\b");
    private static final Pattern CODE = Pattern.compile("^4\\.(7\\.1|2\\.0)$");
    private static final Pattern CLOCK = Pattern.compile("\\b(\\d{1,2}):(\\d{2}):(\\d{2})\\b");
    private static final Pattern NAMED =
            Pattern.compile("(?i)\\b(?:in|after|for|wait)\\s+(?:about\\s+)?(\\d{1,5})\\s*(s|m|h)[a-z]*\\b");
    private static final int SECONDS_A_MINUTE = 60;
    private static final int SECONDS_AN_HOUR = 3_600;

    private Greylisting() {}

    /** Whether a failure is such a refusal. */
    static boolean isMeantBy(SmtpFailure failure) {
        Reply reply = failure == null ? null : failure.reply();
        if (reply == null || reply.isPermanent()) {
            return false;
        }
        return WORD.matcher(reply.text()).find()
                || (CODE.matcher(OutcomeRules.enhanced(reply, "")).matches()
                        && RETURN.matcher(reply.text()).find());
    }

    /** The wait that a refusal names. */
    static Optional<Duration> wait(SmtpFailure failure) {
        String text = failure.reply().text();
        Matcher named = NAMED.matcher(text);
        Matcher clock = CLOCK.matcher(text);
        Duration wait = Duration.ZERO;
        if (named.find()) {
            wait = Duration.ofSeconds(Long.parseLong(named.group(1)) * unit(named.group(2)));
        } else if (clock.find()) {
            wait = Duration.ofSeconds(Long.parseLong(clock.group(1)) * SECONDS_AN_HOUR
                    + Long.parseLong(clock.group(2)) * SECONDS_A_MINUTE
                    + Long.parseLong(clock.group(3)));
        }
        return wait.isZero() || wait.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(wait);
    }

    private static int unit(String letter) {
        return switch (letter.toLowerCase(Locale.ROOT)) {
            case "h" -> SECONDS_AN_HOUR;
            case "m" -> SECONDS_A_MINUTE;
            default -> 1;
        };
    }
}
