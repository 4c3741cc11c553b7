package relay.message;

import java.util.List;

/**
 * Reads the address lists of From, Sender, To and their like (RFC 5322, section 3.4), obsolete forms included (section
 * 4.4): groups, comments, quoted strings, routes, empty list elements. Text beyond ASCII is allowed as RFC 6532 has it.
 */
public final class Mailboxes {
    /** Longest address that is taken: a local part of 64 and a domain of 255 characters (RFC 5321, section 4.5.3.1). */
    public static final int MAX_ADDRESS = 320;

    private Mailboxes() {}

    /**
     * The mailboxes in the unfolded value of a header field, those of groups among them; an empty group has none.
     *
     * @throws MalformedAddressException when the value is no address list
     */
    public static List<Mailbox> parse(String value) throws MalformedAddressException {
        return new AddressParser(value).addressList();
    }
}
