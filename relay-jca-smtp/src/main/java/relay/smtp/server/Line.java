package relay.smtp.server;

import relay.smtp.Reply;

/**
 * One line from the peer.
 *
 * @param text the line without its CRLF; empty when there is a fault
 * @param octets its length on the wire, CRLF included
 * @param fault why it cannot be a command, or null
 */
public record Line(String text, int octets, Reply fault) {
    static Line of(String text, int octets) {
        return new Line(text, octets, null);
    }

    static Line faulty(Reply fault) {
        return new Line("", 0, fault);
    }

    Verb verb() {
        int space = text.indexOf(' ');
        return Verb.named(space < 0 ? text : text.substring(0, space));
    }

    /** What follows the verb, without surrounding spaces; trailing white space is tolerated (RFC 5321, section 4.1.1). */
    String argument() {
        int space = text.indexOf(' ');
        return space < 0 ? "" : text.substring(space).strip();
    }
}
