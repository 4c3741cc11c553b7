package relay.smtp.client;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.X509TrustManager;

/** Says of a certificate for which names it is, and what is wrong with it. */
public final class CertificateJudgement {
    private static final int DNS_NAME = 2;
    private static final int MOST_CAUSES = 10;

    private CertificateJudgement() {}

    static TlsFault ofWebPki(List<X509Certificate> chain, String host, X509TrustManager authorities) {
        if (chain.isEmpty()) {
            return TlsFault.CERTIFICATE_NOT_TRUSTED;
        }
        try {
            authorities.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
        } catch (GeneralSecurityException | RuntimeException e) {
            return fault(e);
        }
        return isFor(chain.get(0), host) ? null : TlsFault.CERTIFICATE_HOST_MISMATCH;
    }

    /** Whether a certificate names a host, by a DNS name or a wildcard for its first label (RFC 6125, section 6.4). */
    public static boolean isFor(X509Certificate certificate, String host) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .filter(name -> Objects.equals(name.get(0), DNS_NAME))
                            .anyMatch(name -> covers(String.valueOf(name.get(1)), host));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean covers(String pattern, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        String given = pattern.toLowerCase(Locale.ROOT);
        if (!given.startsWith("*.")) {
            return given.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        return dot > 0 && wanted.substring(dot).equals(given.substring(1));
    }

    /** What a failed handshake or check of a chain was about. */
    static TlsFault fault(Throwable failure) {
        TlsFault fault = TlsFault.VALIDATION_FAILURE;
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            String words = String.valueOf(cause.getMessage());
            if (cause instanceof CertificateExpiredException || isExpiry(cause)) {
                return TlsFault.CERTIFICATE_EXPIRED;
            }
            if (words.contains("No subject alternative") || words.contains("No name matching")) {
                return TlsFault.CERTIFICATE_HOST_MISMATCH;
            }
            if (cause instanceof GeneralSecurityException) {
                fault = TlsFault.CERTIFICATE_NOT_TRUSTED;
            }
            cause = cause.getCause();
        }
        return fault;
    }

    private static boolean isExpiry(Throwable cause) {
        return cause instanceof CertPathValidatorException path && path.getReason() == BasicReason.EXPIRED;
    }
}
