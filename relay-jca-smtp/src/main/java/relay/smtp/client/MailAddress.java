package relay.smtp.client;

import java.net.IDN;
import java.nio.charset.StandardCharsets;

/** Brings mailboxes into a form that a command can carry. */
final class MailAddress {
    /** Outside quotes these end the path that an address is put into. */
    private static final String DELIMITERS = " <>";

    private MailAddress() {}

    /** Whether nothing in it could end the path that it is put into, or the command. */
    static boolean isSafe(String address) {
        return address.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(address)
                && staysWithinPath(address);
    }

    /** Quoted strings may hold anything, a backslash before each quote of their own (RFC 5321, section 4.1.2). */
    private static boolean staysWithinPath(String address) {
        boolean quoted = false;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && DELIMITERS.indexOf(c) >= 0) {
                return false;
            }
        }
        return !quoted;
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /** Whether only SMTPUTF8 can carry it: a domain has an ASCII form, a local part has none (RFC 6531). */
    static boolean needsUtf8(String address) {
        return !isAscii(address) && asciiDomain(address) == null;
    }

    /** The address with its domain as A-labels (RFC 5890), or null where that is impossible. */
    static String asciiDomain(String address) {
        int at = address.lastIndexOf('@');
        if (!isAscii(address.substring(0, at + 1))) {
            return null;
        }
        try {
            return address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
