package relay.smtp.client;

import java.util.Locale;

/** What was wrong with TLS at a host, in the words that reports have for it (RFC 8460, section 4.3). */
public enum TlsFault {
    /** The host does not offer STARTTLS, or refuses it. */
    STARTTLS_NOT_SUPPORTED,
    /** The certificate is for other names. */
    CERTIFICATE_HOST_MISMATCH,
    CERTIFICATE_EXPIRED,
    /** No chain leads from the certificate to an authority that is trusted. */
    CERTIFICATE_NOT_TRUSTED,
    /** Anything else: no version in common, a handshake that breaks off, a host that the policy does not name. */
    VALIDATION_FAILURE,
    /** No TLSA record matches, or none is usable. */
    TLSA_INVALID,
    /** The signatures of the domain's or the host's zone do not hold. */
    DNSSEC_INVALID,
    /** We require DANE of this domain and it has none. */
    DANE_REQUIRED,
    /** The policy could not be fetched. */
    STS_POLICY_FETCH_ERROR,
    /** The policy makes no sense. */
    STS_POLICY_INVALID,
    /** The certificate of the policy's host is not valid. */
    STS_WEBPKI_INVALID;

    /** As reports write it: {@code certificate-expired}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
