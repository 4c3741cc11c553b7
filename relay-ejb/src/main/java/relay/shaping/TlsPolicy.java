package relay.shaping;

import java.util.Locale;

/** What the operator asks of encryption, whatever a domain publishes; what that asks counts beside it. */
public enum TlsPolicy {
    /** Encrypt where the host offers it. */
    OPPORTUNISTIC,
    /** Encrypt or wait, whatever the certificate. */
    REQUIRED,
    /** Encrypt with a certificate that is valid for the host's name, or that DANE vouches for; or wait. */
    VERIFIED,
    /** Encrypt with a certificate that DANE vouches for, or wait. */
    DANE;

    /** As files write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
