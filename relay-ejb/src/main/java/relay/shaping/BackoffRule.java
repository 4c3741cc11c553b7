package relay.shaping;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What a reply of a remote host calls for.
 *
 * @param reply matches somewhere in the reply
 * @param action what to do
 * @param after how many such replies in which period call for it, or null for the first one
 * @param duration for how long; null for {@link Action#BOUNCE}
 * @param scope whose mail to the site is meant
 * @param connections most connections while it is slow, or null
 * @param messageRate most messages in a period while it is slow, or null
 * @param origin file, line and section that say so
 */
public record BackoffRule(
        Pattern reply,
        Action action,
        Rate after,
        Duration duration,
        Scope scope,
        Integer connections,
        Rate messageRate,
        String origin) {
    /** What is done. */
    public enum Action {
        /** Nothing is sent. */
        SUSPEND,
        /** Less is sent. */
        SLOW,
        /** The refusal counts as final although its code does not say so. */
        BOUNCE
    }

    /** Whose mail is meant. */
    public enum Scope {
        /** All mail to the site. */
        SITE,
        /** The mail from the source whose mail was refused. */
        SOURCE,
        /** The mail of the tenant whose message was refused. */
        TENANT,
        /** The mail of that campaign. */
        CAMPAIGN
    }

    /** Whether the rule speaks of a reply. */
    public boolean matches(String words) {
        return reply.matcher(words).find();
    }
}
