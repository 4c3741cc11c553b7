package relay.smtp.client;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.NetUtil;
import java.net.IDN;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * TLS for outbound connections: 1.2 and later, sessions resumed per host. One context takes any certificate, one wants
 * a valid one; they share no sessions, so that a verified connection never rests on an unverified one.
 */
final class TlsContexts {
    private static final int SESSIONS = 20_000;
    private static final int SESSION_SECONDS = 3600;

    private final SslContext lax;
    private final SslContext strict;
    private final X509TrustManager authorities;

    /** @param trust the certificates that count as trusted, or null for the JDK's */
    TlsContexts(KeyStore trust) {
        try {
            lax = context(InsecureTrustManagerFactory.INSTANCE, "");
            TrustManagerFactory trusting = trusting(trust);
            strict = context(trusting, "HTTPS");
            authorities = (X509TrustManager) trusting.getTrustManagers()[0];
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManagerFactory trusting(KeyStore trust) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trust);
        return factory;
    }

    private static SslContext context(TrustManagerFactory trust, String identification) throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(trust)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm(identification)
                .sessionCacheSize(SESSIONS)
                .sessionTimeout(SESSION_SECONDS)
                .build();
    }

    /** A handler that shakes hands as soon as it is added; its conversation limits the time. */
    SslHandler handler(RemoteHost host, ByteBufAllocator allocator) {
        String name = withoutDot(host.name());
        SslHandler handler = contextFor(host.tls())
                .newHandler(allocator, name, host.address().getPort());
        nameServer(handler, name);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** What the host's judge finds wrong with the certificate that it has shown, or null. */
    TlsFault fault(RemoteHost host, SSLSession session) {
        if (host.check() == null) {
            return null;
        }
        try {
            List<X509Certificate> chain = Arrays.stream(session.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
            return host.check().fault(chain, withoutDot(host.name()), authorities);
        } catch (SSLPeerUnverifiedException e) {
            return TlsFault.CERTIFICATE_NOT_TRUSTED;
        }
    }

    private SslContext contextFor(TlsRequirement requirement) {
        return switch (requirement) {
            case VERIFIED, IMPLICIT -> strict;
            case NONE, OPPORTUNISTIC, ENCRYPTED, DANE -> lax;
        };
    }

    private static void nameServer(SslHandler handler, String name) {
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setServerNames(serverNames(name));
        handler.engine().setSSLParameters(parameters);
    }

    /** SNI (RFC 6066, section 3) knows names only, no addresses; some MX names are none that it can carry. */
    private static List<SNIServerName> serverNames(String name) {
        if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(IDN.toASCII(name)));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
