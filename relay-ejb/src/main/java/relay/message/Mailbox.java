package relay.message;

import java.util.Locale;

/**
 * One mailbox of an address list.
 *
 * @param displayName the name before the address as it was written, quotes removed and encoded words kept; empty
 *     without one
 * @param address {@code local@domain}; the local part is quoted only where it must be
 */
public record Mailbox(String displayName, String address) {
    /** The part before the last {@code @}. */
    public String localPart() {
        return address.substring(0, address.lastIndexOf('@'));
    }

    /** The part after the last {@code @}, in lower case. */
    public String domain() {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /** The display name for pages and logs, its encoded words decoded (RFC 2047). */
    public String readableName() {
        return EncodedWords.decode(displayName);
    }
}
