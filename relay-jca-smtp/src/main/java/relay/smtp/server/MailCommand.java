package relay.smtp.server;

import java.util.HashSet;
import java.util.Set;
import relay.smtp.BodyType;
import relay.smtp.DsnReturn;
import relay.smtp.Reply;

/**
 * What MAIL says.
 *
 * @param reversePath the sender; empty for {@code <>}
 * @param size the SIZE parameter in octets, or 0 (RFC 1870)
 * @param body the BODY parameter (RFC 6152)
 * @param smtpUtf8 whether SMTPUTF8 was given (RFC 6531)
 * @param dsnReturn the RET parameter, or null (RFC 3461, section 4.3)
 * @param envelopeId the ENVID parameter in xtext, or null (RFC 3461, section 4.4)
 * @param requireTls whether REQUIRETLS was given (RFC 8689, section 2)
 */
record MailCommand(
        String reversePath,
        long size,
        BodyType body,
        boolean smtpUtf8,
        DsnReturn dsnReturn,
        String envelopeId,
        boolean requireTls) {
    private static final int LONGEST_ENVELOPE_ID = 100;
    private static final int LONGEST_SIZE = 20;
    private static final Set<String> PARAMETERS = Set.of("SIZE", "BODY", "SMTPUTF8", "RET", "ENVID");

    /** RFC 4954, section 5: whoever offers AUTH accepts this parameter; the account decides, not what is said here. */
    static final String AUTH = "AUTH";
    /** RFC 8689, section 2: offered over TLS only. */
    static final String REQUIRETLS = "REQUIRETLS";

    /**
     * Reads the argument of MAIL. HELO knows no parameters.
     *
     * @param alsoOffered parameters that are known in this session beside the usual ones
     */
    static MailCommand parse(String argument, boolean extended, Set<String> alsoOffered) throws Refusal {
        Path path = Path.reverse(argument);
        Set<String> known = new HashSet<>(PARAMETERS);
        known.addAll(alsoOffered);
        Parameters given = Parameters.parse(path.rest(), extended ? known : Set.of());
        checkRequireTls(given);
        checkInternational(path, given);
        checkAuth(given);
        return new MailCommand(
                path.address(),
                size(given),
                body(given),
                given.has("SMTPUTF8"),
                dsnReturn(given),
                envelopeId(given),
                given.has(REQUIRETLS));
    }

    private static void checkRequireTls(Parameters given) throws Refusal {
        if (given.has(REQUIRETLS) && !given.value(REQUIRETLS).isEmpty()) {
            throw new Refusal(Replies.syntax("REQUIRETLS takes no value"));
        }
    }

    private static void checkInternational(Path path, Parameters given) throws Refusal {
        if (given.has("SMTPUTF8") && !given.value("SMTPUTF8").isEmpty()) {
            throw new Refusal(Replies.syntax("SMTPUTF8 takes no value"));
        }
        if (!path.isAscii() && !given.has("SMTPUTF8")) {
            throw new Refusal(Reply.of(
                    553, "5.6.7", "An address outside ASCII needs the SMTPUTF8 parameter (RFC 6531, section 3.5)"));
        }
    }

    private static void checkAuth(Parameters given) throws Refusal {
        String auth = given.value(AUTH);
        if (auth != null && (auth.isEmpty() || !Xtext.isValid(auth))) {
            throw new Refusal(Replies.syntax("AUTH takes a mailbox in xtext (RFC 4954, section 5)"));
        }
    }

    private static long size(Parameters given) throws Refusal {
        String size = given.value("SIZE");
        if (size == null) {
            return 0;
        }
        if (size.isEmpty() || size.length() > LONGEST_SIZE || !size.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Refusal(Replies.syntax("SIZE takes a number of octets (RFC 1870, section 3)"));
        }
        // 20 digits go beyond a long; every number that large is too large
        return size.length() > 18 ? Long.MAX_VALUE : Long.parseLong(size);
    }

    private static BodyType body(Parameters given) throws Refusal {
        String body = given.value("BODY");
        if (body == null || body.equalsIgnoreCase("7BIT")) {
            return BodyType.SEVEN_BIT;
        }
        if (body.equalsIgnoreCase("8BITMIME")) {
            return BodyType.EIGHT_BIT_MIME;
        }
        throw new Refusal(Replies.syntax("BODY takes 7BIT or 8BITMIME"));
    }

    private static DsnReturn dsnReturn(Parameters given) throws Refusal {
        String ret = given.value("RET");
        if (ret == null) {
            return null;
        }
        for (DsnReturn known : DsnReturn.values()) {
            if (known.name().equalsIgnoreCase(ret)) {
                return known;
            }
        }
        throw new Refusal(Replies.syntax("RET takes FULL or HDRS"));
    }

    private static String envelopeId(Parameters given) throws Refusal {
        String id = given.value("ENVID");
        if (id != null && (id.isEmpty() || id.length() > LONGEST_ENVELOPE_ID || !Xtext.isValid(id))) {
            throw new Refusal(Replies.syntax("ENVID takes xtext of up to 100 characters (RFC 3461, section 4.4)"));
        }
        return id;
    }
}
