package relay.smtp;

import java.util.List;

/**
 * What MAIL and RCPT said: everything about a message that is not its content.
 *
 * @param reversePath the mailbox of MAIL FROM without angle brackets; empty for the null reverse-path
 * @param recipients the forward-paths in the order given, at least one once a message is submitted
 * @param body the BODY parameter
 * @param smtpUtf8 whether SMTPUTF8 was given (RFC 6531)
 * @param dsnReturn the RET parameter, or null
 * @param envelopeId the ENVID parameter still in its xtext form, or null (RFC 3461, section 4.4)
 * @param requireTls whether REQUIRETLS was given (RFC 8689)
 */
public record Envelope(
        String reversePath,
        List<ForwardPath> recipients,
        BodyType body,
        boolean smtpUtf8,
        DsnReturn dsnReturn,
        String envelopeId,
        boolean requireTls) {
    public Envelope {
        recipients = List.copyOf(recipients);
    }

    /** An envelope that does not require TLS. */
    public Envelope(
            String reversePath,
            List<ForwardPath> recipients,
            BodyType body,
            boolean smtpUtf8,
            DsnReturn dsnReturn,
            String envelopeId) {
        this(reversePath, recipients, body, smtpUtf8, dsnReturn, envelopeId, false);
    }

    /** An envelope without extensions. */
    public static Envelope of(String reversePath, List<String> recipients) {
        return new Envelope(
                reversePath, recipients.stream().map(ForwardPath::of).toList(), BodyType.SEVEN_BIT, false, null, null);
    }

    /** The same for other recipients. */
    public Envelope withRecipients(List<ForwardPath> others) {
        return new Envelope(reversePath, others, body, smtpUtf8, dsnReturn, envelopeId, requireTls);
    }

    /** Whether the reverse-path is {@code <>}: a notification, for which none may be generated in turn. */
    public boolean hasNullReversePath() {
        return reversePath.isEmpty();
    }
}
