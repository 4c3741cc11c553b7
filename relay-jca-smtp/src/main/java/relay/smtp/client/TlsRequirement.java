package relay.smtp.client;

/** Whether a connection must be encrypted. */
public enum TlsRequirement {
    /** Never encrypt. */
    NONE,
    /** Encrypt when offered, whatever the certificate; in clear when the handshake fails (RFC 7435). */
    OPPORTUNISTIC,
    /** Encrypt or fail, whatever the certificate. */
    ENCRYPTED,
    /** Encrypt with a certificate that is valid for the host's name, or fail. */
    VERIFIED,
    /** Encrypt with a certificate that the host's TLSA records vouch for, or fail (RFC 7672). */
    DANE,
    /** TLS from the first byte (port 465) with a valid certificate. */
    IMPLICIT
}
