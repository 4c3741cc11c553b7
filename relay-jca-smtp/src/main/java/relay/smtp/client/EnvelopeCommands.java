package relay.smtp.client;

import java.util.stream.Collectors;
import relay.smtp.BodyType;
import relay.smtp.DsnNotify;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;
import relay.smtp.Reply;

/**
 * An envelope in the words of one peer: options that it does not offer are left out, and what cannot be said to it is
 * refused in its place. The refusals have the codes that a relay owes its sender then (RFC 6152, RFC 6531, RFC 1870).
 */
final class EnvelopeCommands {
    /** RFC 3461, sections 4.4 and 4.2. */
    private static final int MAX_ENVELOPE_ID = 100;

    private static final int MAX_ORIGINAL_RECIPIENT = 500;

    private final Envelope envelope;
    private final long size;
    private final Capabilities peer;
    private final String peerName;
    private final boolean utf8;

    /** @param size of the content in bytes, before dot-stuffing */
    EnvelopeCommands(Envelope envelope, long size, Capabilities peer, String peerName) {
        this.envelope = envelope;
        this.size = size;
        this.peer = peer;
        this.peerName = peerName;
        this.utf8 = peer.smtpUtf8() && needsUtf8(envelope);
    }

    private static boolean needsUtf8(Envelope envelope) {
        return envelope.smtpUtf8()
                || MailAddress.needsUtf8(envelope.reversePath())
                || envelope.recipients().stream().anyMatch(path -> MailAddress.needsUtf8(path.address()));
    }

    /** Why the peer cannot be given this message at all, or null. */
    Reply refusal() {
        if (!MailAddress.isSafe(envelope.reversePath())) {
            return Reply.of(553, "5.1.7", "the reverse-path is no mailbox that can be sent");
        }
        if (envelope.requireTls() && !peer.requireTls()) {
            return unsupported(550, "5.7.30", "REQUIRETLS, which this message needs (RFC 8689)");
        }
        if (size > peer.maxSize()) {
            return unsupported(552, "5.3.4", "messages above " + peer.maxSize() + " bytes; this one has " + size);
        }
        if (envelope.body() == BodyType.EIGHT_BIT_MIME && !peer.eightBitMime()) {
            return unsupported(554, "5.6.3", "8BITMIME, which this message needs");
        }
        if (!utf8 && (envelope.smtpUtf8() || MailAddress.needsUtf8(envelope.reversePath()))) {
            return unsupported(553, "5.6.7", "SMTPUTF8, which this message needs");
        }
        return null;
    }

    /** Why this recipient cannot be said to the peer, or null. */
    Reply refusal(ForwardPath recipient) {
        if (recipient.address().isEmpty() || !MailAddress.isSafe(recipient.address())) {
            return Reply.of(553, "5.1.3", "the recipient is no mailbox that can be sent");
        }
        return !utf8 && MailAddress.needsUtf8(recipient.address())
                ? unsupported(553, "5.6.7", "SMTPUTF8, which this address needs")
                : null;
    }

    private Reply unsupported(int code, String enhanced, String what) {
        return Reply.of(code, enhanced, "remote host " + peerName + " does not support " + what);
    }

    String mail() {
        StringBuilder command = new StringBuilder("MAIL FROM:<")
                .append(onWire(envelope.reversePath()))
                .append('>');
        if (peer.size()) {
            command.append(" SIZE=").append(size);
        }
        if (envelope.body() == BodyType.EIGHT_BIT_MIME) {
            command.append(" BODY=8BITMIME");
        }
        if (utf8) {
            command.append(" SMTPUTF8");
        }
        if (envelope.requireTls()) {
            command.append(" REQUIRETLS");
        }
        if (peer.dsn()) {
            appendReport(command);
        }
        return command.toString();
    }

    private void appendReport(StringBuilder command) {
        if (envelope.dsnReturn() != null) {
            command.append(" RET=").append(envelope.dsnReturn());
        }
        if (isParameter(envelope.envelopeId(), MAX_ENVELOPE_ID)) {
            command.append(" ENVID=").append(envelope.envelopeId());
        }
    }

    String rcpt(ForwardPath recipient) {
        StringBuilder command = new StringBuilder("RCPT TO:<")
                .append(onWire(recipient.address()))
                .append('>');
        if (peer.dsn()) {
            appendNotify(recipient, command);
        }
        return command.toString();
    }

    private void appendNotify(ForwardPath recipient, StringBuilder command) {
        if (!recipient.notifyOn().isEmpty()) {
            command.append(" NOTIFY=")
                    .append(recipient.notifyOn().stream()
                            .sorted()
                            .map(DsnNotify::name)
                            .collect(Collectors.joining(",")));
        }
        if (isParameter(recipient.originalRecipient(), MAX_ORIGINAL_RECIPIENT)) {
            command.append(" ORCPT=").append(recipient.originalRecipient());
        }
    }

    private String onWire(String address) {
        return utf8 || MailAddress.isAscii(address) ? address : MailAddress.asciiDomain(address);
    }

    /** Whether a value can stand in a command; what xtext allows and a little more. */
    private boolean isParameter(String value, int longest) {
        return value != null
                && !value.isEmpty()
                && value.length() <= longest
                && value.chars().allMatch(c -> c > ' ' && c != 127 && (utf8 || c < 128));
    }
}
