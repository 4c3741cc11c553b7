package relay.submission;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import relay.message.MailDate;
import relay.smtp.Account;
import relay.smtp.Envelope;
import relay.smtp.Peer;
import relay.smtp.Submission;

/**
 * The trace field that every message gets on top (RFC 5321, section 4.4). It tells where the message came from and how,
 * but neither who authenticated nor, as soon as there are several, who receives it.
 */
final class ReceivedField {
    private static final int MAX_HELO = 255;

    private final String hostname;

    ReceivedField(String hostname) {
        this.hostname = hostname;
    }

    byte[] bytes(Submission submission, String queueId, Instant now) {
        Peer peer = submission.peer();
        String field = "Received: from " + origin(peer) + "\r\n\tby " + hostname
                + " with " + protocol(submission) + security(peer) + " id " + queueId
                + recipient(submission.envelope()) + ";\r\n\t" + MailDate.format(now) + "\r\n";
        return field.getBytes(StandardCharsets.UTF_8);
    }

    /** Without HELO, as for a message that came by HTTP, the address stands alone. */
    private static String origin(Peer peer) {
        String literal = literal(peer.address());
        return peer.helo() == null ? literal : domain(peer.helo()) + " (" + literal + ")";
    }

    /** What the peer says of itself is shown only as far as it is a domain or a literal. */
    private static String domain(String helo) {
        String shown = helo.length() > MAX_HELO ? helo.substring(0, MAX_HELO) : helo;
        return shown.isEmpty() ? "unknown" : shown.replaceAll("[^A-Za-z0-9._:\\[\\]-]", "?");
    }

    /** An address literal (RFC 5321, section 4.1.3), without the interface that Java adds to a link-local address. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*", "");
        return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
    }

    /** The registered name of the protocol (RFC 3848, section 3; RFC 6531, section 4.3). */
    private static String protocol(Submission submission) {
        Peer peer = submission.peer();
        if (peer.helo() == null) {
            return "HTTP";
        }
        if (!peer.extended()) {
            return "SMTP";
        }
        return (submission.envelope().smtpUtf8() ? "UTF8SMTP" : "ESMTP")
                + (peer.encrypted() ? "S" : "")
                + (authenticated(submission.account()) ? "A" : "");
    }

    private static boolean authenticated(Account account) {
        return account != null && account.verifier() != null;
    }

    private static String security(Peer peer) {
        return peer.encrypted() ? " (" + peer.tlsProtocol() + " " + peer.tlsCipher() + ")" : "";
    }

    private static String recipient(Envelope envelope) {
        if (envelope.recipients().size() != 1) {
            return "";
        }
        String address = envelope.recipients().get(0).address();
        int limit = envelope.smtpUtf8() ? Character.MAX_VALUE : 126;
        return address.chars().allMatch(c -> c >= ' ' && c <= limit) ? "\r\n\tfor <" + address + ">" : "";
    }
}
