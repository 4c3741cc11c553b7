package relay.smtp.testing;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server's certificate with its key. */
public final class TestCertificate {
    private static final char[] PASSWORD = "test".toCharArray();

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final SSLContext context;

    TestCertificate(PrivateKey key, List<X509Certificate> chain) throws GeneralSecurityException, IOException {
        this.key = key;
        this.chain = List.copyOf(chain);
        this.context = context();
    }

    public PrivateKey key() {
        return key;
    }

    /** The certificate, then its issuer's. */
    public List<X509Certificate> chain() {
        return chain;
    }

    private SSLContext context() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key, PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), null, null);
        return made;
    }

    SSLSocket serverSocket(Socket connection, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(connection, connection.getInetAddress().getHostAddress(), connection.getPort(), true);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(protocols);
        return socket;
    }
}
