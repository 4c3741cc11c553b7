package relay.smtp.server;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import relay.smtp.DsnNotify;
import relay.smtp.ForwardPath;
import relay.smtp.Reply;

/** The grammar of RCPT: a forward-path with its DSN options (RFC 3461, sections 4.1 and 4.2). */
final class RcptCommand {
    private static final int LONGEST_ORIGINAL_RECIPIENT = 500;
    private static final Set<String> PARAMETERS = Set.of("NOTIFY", "ORCPT");

    private RcptCommand() {}

    /** Reads the argument of RCPT. HELO knows no parameters; international addresses need SMTPUTF8 on MAIL. */
    static ForwardPath parse(String argument, boolean extended, boolean smtpUtf8) throws Refusal {
        Path path = Path.forward(argument);
        Parameters given = Parameters.parse(path.rest(), extended ? PARAMETERS : Set.of());
        if (!path.isAscii() && !smtpUtf8) {
            throw new Refusal(
                    Reply.of(553, "5.6.7", "An address outside ASCII needs SMTPUTF8 on MAIL (RFC 6531, section 3.5)"));
        }
        return new ForwardPath(path.address(), notifyOn(given), originalRecipient(given, smtpUtf8));
    }

    private static Set<DsnNotify> notifyOn(Parameters given) throws Refusal {
        String value = given.value("NOTIFY");
        if (value == null) {
            return Set.of();
        }
        Set<DsnNotify> events = EnumSet.noneOf(DsnNotify.class);
        for (String event : value.split(",", -1)) {
            if (!events.add(event(event))) {
                throw badNotify();
            }
        }
        if (events.contains(DsnNotify.NEVER) && events.size() > 1) {
            throw badNotify();
        }
        return events;
    }

    private static DsnNotify event(String name) throws Refusal {
        for (DsnNotify known : DsnNotify.values()) {
            if (known.name().equalsIgnoreCase(name)) {
                return known;
            }
        }
        throw badNotify();
    }

    private static Refusal badNotify() {
        return new Refusal(Replies.syntax("NOTIFY takes NEVER, or SUCCESS, FAILURE and DELAY joined by commas"));
    }

    private static String originalRecipient(Parameters given, boolean smtpUtf8) throws Refusal {
        String value = given.value("ORCPT");
        if (value != null && !isOriginalRecipient(value, smtpUtf8)) {
            throw new Refusal(Replies.syntax("ORCPT takes an address type, a semicolon and an address in xtext"));
        }
        return value;
    }

    private static boolean isOriginalRecipient(String value, boolean smtpUtf8) {
        int semicolon = value.indexOf(';');
        if (semicolon < 1 || semicolon == value.length() - 1 || value.length() > LONGEST_ORIGINAL_RECIPIENT) {
            return false;
        }
        String type = value.substring(0, semicolon).toLowerCase(Locale.ROOT);
        String address = value.substring(semicolon + 1);
        // RFC 6533, section 3: the utf-8 type has an encoding of its own, with \x{…} or plain UTF-8
        return Mailbox.isDotString(type)
                && (type.equals("utf-8") ? smtpUtf8 || Mailbox.isAscii(address) : Xtext.isValid(address));
    }
}
