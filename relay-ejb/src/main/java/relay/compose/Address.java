package relay.compose;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import relay.message.Mailbox;
import relay.message.Mailboxes;
import relay.message.MalformedAddressException;

/**
 * An address with its name, as an application writes it: {@code Bücherei <post@bücher.example>}.
 *
 * @param name in Unicode, empty without one
 * @param address the mailbox, its domain in ASCII (RFC 5890)
 */
public record Address(String name, String address) {
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_NAME = 200;
    private static final int MAX_LOCAL = 64;
    private static final int MAX_ADDRESS = 254;
    private static final Pattern DOMAIN = Pattern.compile("([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)"
            + "(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*|\\[[0-9A-Fa-f.:Pv]{3,50}\\]");

    /**
     * Reads one address.
     *
     * @throws MalformedAddressException says what is wrong with it
     */
    public static Address parse(String text) throws MalformedAddressException {
        if (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedAddressException("at most " + MAX_TEXT + " characters, and no line ends");
        }
        List<Mailbox> mailboxes = Mailboxes.parse(text);
        if (mailboxes.size() != 1) {
            throw new MalformedAddressException("exactly one address is expected, there are " + mailboxes.size());
        }
        Mailbox mailbox = mailboxes.get(0);
        String name = mailbox.readableName().strip();
        if (name.length() > MAX_NAME) {
            throw new MalformedAddressException("a name of more than " + MAX_NAME + " characters");
        }
        return new Address(name, checked(mailbox.localPart(), domain(mailbox.domain())));
    }

    private static String domain(String domain) throws MalformedAddressException {
        try {
            String ascii = domain.startsWith("[")
                    ? domain
                    : IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            if (DOMAIN.matcher(ascii).matches()) {
                return ascii;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new MalformedAddressException("the domain is malformed");
    }

    private static String checked(String local, String domain) throws MalformedAddressException {
        int octets = local.getBytes(StandardCharsets.UTF_8).length;
        if (octets > MAX_LOCAL || octets + 1 + domain.length() > MAX_ADDRESS) {
            throw new MalformedAddressException("the address is too long");
        }
        return local + "@" + domain;
    }

    /** Whether the address needs no SMTPUTF8. */
    boolean isAscii() {
        return address.chars().allMatch(c -> c < 128);
    }

    /** As a header field has it. */
    String header() {
        return name.isEmpty() ? address : HeaderLine.phrase(name) + " <" + address + ">";
    }
}
