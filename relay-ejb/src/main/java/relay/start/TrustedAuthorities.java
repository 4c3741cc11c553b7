package relay.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import relay.configuration.Configuration;
import relay.configuration.Settings;

/** Whom we believe about remote hosts: the authorities of the Java runtime, and those that the settings add. */
final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /** All of them, or empty where the settings add none to the runtime's. */
    static Optional<KeyStore> of(Configuration configuration) {
        return configuration.find(Settings.TLS_TRUST).map(TrustedAuthorities::with);
    }

    /** TLS for clients that believe them. */
    static SSLContext context(Configuration configuration) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusting(of(configuration).orElse(null)).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static KeyStore with(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (X509Certificate known : authorities()) {
                store.setCertificateEntry("known" + number++, known);
            }
            for (Certificate added : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("added" + number++, added);
            }
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "RELAY_TLS_TRUST=" + file + ": must hold certificates (PEM): " + e.getMessage());
        }
    }

    private static Iterable<X509Certificate> authorities() throws GeneralSecurityException {
        return Arrays.asList(((X509TrustManager) trusting(null).getTrustManagers()[0]).getAcceptedIssuers());
    }

    private static TrustManagerFactory trusting(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
