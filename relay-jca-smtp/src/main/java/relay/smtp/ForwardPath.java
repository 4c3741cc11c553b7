package relay.smtp;

import java.util.Locale;
import java.util.Set;

/**
 * One recipient of an envelope: the address of RCPT with its DSN options.
 *
 * @param address the mailbox without angle brackets, its local part exactly as given
 * @param notifyOn the NOTIFY parameter, empty when it was absent (RFC 3461, section 4.1)
 * @param originalRecipient the ORCPT parameter still in its xtext form, {@code rfc822;Bob@example.org}, or null
 */
public record ForwardPath(String address, Set<DsnNotify> notifyOn, String originalRecipient) {
    public ForwardPath {
        notifyOn = Set.copyOf(notifyOn);
    }

    /** A recipient without DSN options. */
    public static ForwardPath of(String address) {
        return new ForwardPath(address, Set.of(), null);
    }

    /** The part after the last {@code @}, in lower case; empty for {@code postmaster} without a domain. */
    public String domain() {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
