package relay.submission;

/** Names from a message as a reply may quote them. */
final class ReplyText {
    private static final int MAX = 128;

    private ReplyText() {}

    /** Printable ASCII only, for a peer that did not ask for SMTPUTF8 (RFC 6531, section 3.7.4.1), and not too long. */
    static String ascii(String name) {
        String shown = name.length() > MAX ? name.substring(0, MAX) + "..." : name;
        return shown.replaceAll("[^ -~]", "?");
    }
}
