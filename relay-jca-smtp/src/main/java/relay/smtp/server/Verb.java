package relay.smtp.server;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The verbs of SMTP commands, with the longest line that each may have. */
public enum Verb {
    EHLO,
    HELO,
    /** RFC 5321 with what SIZE, BODY, SMTPUTF8, DSN (RFC 3461, section 4) and AUTH (RFC 4954) add to it. */
    MAIL(Verb.LINE + 26 + 17 + 10 + 107 + 500),
    /** RFC 5321 with what SMTPUTF8 and DSN add to it. */
    RCPT(Verb.LINE + 10 + 500),
    DATA,
    BDAT,
    STARTTLS,
    AUTH(Verb.LONGEST_LINE),
    RSET,
    NOOP,
    QUIT,
    VRFY,
    EXPN,
    HELP,
    /** Verbs that some RFC defines and this server does not implement. */
    UNIMPLEMENTED,
    /** Not SMTP but another protocol's greeting, such as a browser tricked into posting to this port. */
    FOREIGN,
    UNKNOWN;

    /** Longest command line in octets, CRLF included (RFC 5321, section 4.5.3.1.4). */
    static final int LINE = 512;

    /** Longest line of an authentication exchange in octets, CRLF included (RFC 4954, section 4). */
    public static final int LONGEST_LINE = 12_288;

    private static final Map<String, Verb> BY_NAME =
            EnumSet.range(EHLO, HELP).stream().collect(Collectors.toUnmodifiableMap(Verb::name, Function.identity()));

    private final int longestLine;

    Verb() {
        this(Verb.LINE);
    }

    Verb(int longestLine) {
        this.longestLine = longestLine;
    }

    /** The verb of that name in any case. */
    static Verb named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "TURN", "ETRN", "ATRN", "SEND", "SOML", "SAML" -> UNIMPLEMENTED;
            case "GET", "POST", "PUT", "HEAD", "CONNECT", "OPTIONS" -> FOREIGN;
            default -> BY_NAME.getOrDefault(upper, UNKNOWN);
        };
    }

    int longestLine() {
        return longestLine;
    }

    /** Whether it does nothing for a message, so that many of them without mail are a nuisance. */
    boolean isIdle() {
        return switch (this) {
            case MAIL, RCPT, DATA, BDAT, STARTTLS, AUTH, QUIT -> false;
            default -> true;
        };
    }
}
