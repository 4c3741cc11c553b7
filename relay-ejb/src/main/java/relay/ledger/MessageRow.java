package relay.ledger;

import relay.smtp.TlsWish;

/**
 * A message as the ledger stores it, without its content and recipients. Times are milliseconds since 1970.
 *
 * @param queueId identity
 * @param tenantId whose
 * @param credentialId who submitted it, or null
 * @param stream transactional or broadcast
 * @param campaign or null
 * @param reversePath empty for {@code <>}
 * @param headerFrom address of the From field, or null
 * @param fromDomain its domain in lower case, by which it is signed, or null
 * @param messageId the Message-ID field with its angle brackets, or null
 * @param subject decoded, at most 500 characters, or null
 * @param contentSize bytes of the content
 * @param headerSize bytes of the header with the empty line
 * @param bodyHash SHA-256 of the relaxed canonical body for DKIM, or null when it must be computed afresh
 * @param eightBit whether the content needs 8BITMIME
 * @param smtpUtf8 whether the envelope or header needs SMTPUTF8
 * @param dsnReturn FULL, HDRS or null
 * @param envelopeId ENVID in xtext, or null
 * @param origin the peer, for people
 * @param tags one a line, or null
 * @param metadata a JSON object, or null
 * @param track {@code opens}, {@code clicks}, both with a comma between, {@code none}, or null for the tenant's default
 * @param acceptedAt when the relay took responsibility
 * @param expiresAt when trying ends
 * @param mustArriveBy after this it must not be delivered any more, because its sender said so; null where only trying
 *     ends
 * @param tlsWish what its sender wishes of TLS, or null
 */
public record MessageRow(
        String queueId,
        String tenantId,
        String credentialId,
        String stream,
        String campaign,
        String reversePath,
        String headerFrom,
        String fromDomain,
        String messageId,
        String subject,
        long contentSize,
        int headerSize,
        byte[] bodyHash,
        boolean eightBit,
        boolean smtpUtf8,
        String dsnReturn,
        String envelopeId,
        String origin,
        String tags,
        String metadata,
        String track,
        long acceptedAt,
        long expiresAt,
        Long mustArriveBy,
        TlsWish tlsWish) {
    /** The stream of mail that came from outside: it is passed on as it is, without our signature or return path. */
    public static final String INBOUND = "inbound";

    /** Whether another host sent it here, rather than a tenant. */
    public boolean isInbound() {
        return INBOUND.equals(stream);
    }

    /** A message that is of use whenever it arrives, and wishes nothing of TLS. */
    public MessageRow(
            String queueId,
            String tenantId,
            String credentialId,
            String stream,
            String campaign,
            String reversePath,
            String headerFrom,
            String fromDomain,
            String messageId,
            String subject,
            long contentSize,
            int headerSize,
            byte[] bodyHash,
            boolean eightBit,
            boolean smtpUtf8,
            String dsnReturn,
            String envelopeId,
            String origin,
            String tags,
            String metadata,
            String track,
            long acceptedAt,
            long expiresAt) {
        this(
                queueId,
                tenantId,
                credentialId,
                stream,
                campaign,
                reversePath,
                headerFrom,
                fromDomain,
                messageId,
                subject,
                contentSize,
                headerSize,
                bodyHash,
                eightBit,
                smtpUtf8,
                dsnReturn,
                envelopeId,
                origin,
                tags,
                metadata,
                track,
                acceptedAt,
                expiresAt,
                null,
                null);
    }

    /** The same with a time after which it must not be delivered, or null. */
    public MessageRow mustArriveBy(Long time) {
        return new MessageRow(
                queueId,
                tenantId,
                credentialId,
                stream,
                campaign,
                reversePath,
                headerFrom,
                fromDomain,
                messageId,
                subject,
                contentSize,
                headerSize,
                bodyHash,
                eightBit,
                smtpUtf8,
                dsnReturn,
                envelopeId,
                origin,
                tags,
                metadata,
                track,
                acceptedAt,
                time == null ? expiresAt : Math.min(time, expiresAt),
                time,
                tlsWish);
    }

    /** Whether it is too late to deliver it. */
    public boolean isTooLate(long now) {
        return mustArriveBy != null && now >= mustArriveBy;
    }
}
