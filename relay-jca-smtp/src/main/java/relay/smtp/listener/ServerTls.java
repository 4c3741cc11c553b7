package relay.smtp.listener;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import relay.smtp.certificate.SelfSignedCertificate;
import relay.smtp.certificate.TlsIdentity;

/**
 * TLS 1.2 and 1.3 with the configured certificate, which is read again when its files have changed. Files that do not
 * fit together, as in the middle of a renewal, are left for the next look; the certificate in use stays. Thread-safe.
 */
final class ServerTls {
    private static final System.Logger LOG = System.getLogger(ServerTls.class.getName());
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final long LOOK_EVERY = Duration.ofSeconds(5).toNanos();

    private final ListenerSettings settings;
    private final LongSupplier nanoTime;
    private TlsIdentity identity;
    private SslContext context;
    private List<FileTime> stamps;
    private long lookedAt;

    ServerTls(ListenerSettings settings, LongSupplier nanoTime) throws IOException, GeneralSecurityException {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong();
        this.stamps = stamps();
        this.identity = readIdentity();
        this.context = context(identity);
    }

    /** A handler for one connection. */
    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = current().newHandler(allocator);
        handler.setHandshakeTimeout(settings.timeouts().handshake().toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    /** The certificate in use. */
    synchronized TlsIdentity identity() {
        return identity;
    }

    private synchronized SslContext current() {
        long now = nanoTime.getAsLong();
        if (settings.tlsCertificate() != null && now - lookedAt >= LOOK_EVERY) {
            lookedAt = now;
            reloadIfChanged();
        }
        return context;
    }

    private void reloadIfChanged() {
        try {
            List<FileTime> found = stamps();
            if (found.equals(stamps)) {
                return;
            }
            stamps = found;
            TlsIdentity fresh = readIdentity();
            context = context(fresh);
            identity = fresh;
            LOG.log(Level.INFO, "event=tls-certificate-reloaded file={0}", settings.tlsCertificate());
        } catch (IOException | GeneralSecurityException e) {
            LOG.log(Level.WARNING, "event=tls-certificate-kept reason=\"" + e.getMessage() + "\"");
        }
    }

    private TlsIdentity readIdentity() throws IOException, GeneralSecurityException {
        if (settings.tlsCertificate() != null) {
            return TlsIdentity.read(settings.tlsCertificate(), settings.tlsKey());
        }
        Path directory = settings.dataDirectory().resolve("tls");
        return SelfSignedCertificate.in(directory, settings.hostname(), Instant.now());
    }

    private List<FileTime> stamps() throws IOException {
        return settings.tlsCertificate() == null
                ? List.of()
                : List.of(
                        Files.getLastModifiedTime(settings.tlsCertificate()),
                        Files.getLastModifiedTime(settings.tlsKey()));
    }

    private static SslContext context(TlsIdentity identity) throws SSLException {
        return SslContextBuilder.forServer(identity.key(), identity.chain())
                .sslProvider(SslProvider.JDK)
                .protocols(PROTOCOLS)
                .build();
    }
}
