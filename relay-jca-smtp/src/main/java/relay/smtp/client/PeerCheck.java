package relay.smtp.client;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/** Judges the certificate that a host shows, once the handshake is done; on a resumed session too. */
@FunctionalInterface
public interface PeerCheck {
    /** A chain to an authority that we trust, for the host's name: what a browser would ask. */
    PeerCheck WEB_PKI = CertificateJudgement::ofWebPki;

    /**
     * What is wrong, or null.
     *
     * @param chain the certificates as the host showed them, its own first
     * @param host its name without a dot at the end
     * @param authorities those that we trust
     */
    TlsFault fault(List<X509Certificate> chain, String host, X509TrustManager authorities);
}
