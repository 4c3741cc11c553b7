package relay.smtp.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.smtp.certificate.SelfSignedCertificate;
import relay.smtp.certificate.TlsIdentity;

class ServerTlsTest {
    @TempDir
    Path data;

    private final AtomicLong now = new AtomicLong();
    private Path certificate;
    private Path key;
    private ServerTls tls;

    @BeforeEach
    void configure() throws IOException, GeneralSecurityException {
        certificate = data.resolve("relay.crt");
        key = data.resolve("relay.key");
        write(SelfSignedCertificate.generate("one.example", Instant.now()), 1);
        tls = new ServerTls(
                ListenerSettings.ofDefaults().withDataDirectory(data).withTls(certificate, key), now::get);
    }

    @Test
    void offersTls12And13Only() {
        assertThat(engine().getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    }

    @Test
    void showsTheCertificateOfTheFiles() {
        assertThat(tls.identity().chain().get(0).getSubjectX500Principal().getName())
                .isEqualTo("CN=one.example");
    }

    @Test
    void readsFilesAgainThatHaveChanged() throws IOException, GeneralSecurityException {
        write(SelfSignedCertificate.generate("two.example", Instant.now()), 2);
        engine();
        assertThat(name()).isEqualTo("CN=one.example");
        later();
        assertThat(name()).isEqualTo("CN=two.example");
    }

    @Test
    void keepsTheCertificateWhileTheFilesDoNotFitTogether() throws IOException, GeneralSecurityException {
        TlsIdentity two = SelfSignedCertificate.generate("two.example", Instant.now());
        writeKey(two, 2);
        later();
        assertThat(name()).isEqualTo("CN=one.example");
        write(two, 3);
        later();
        assertThat(name()).isEqualTo("CN=two.example");
    }

    @Test
    void keepsTheCertificateWhenTheFilesVanish() throws IOException {
        Files.delete(key);
        later();
        assertThat(name()).isEqualTo("CN=one.example");
    }

    private String name() {
        engine();
        return tls.identity().chain().get(0).getSubjectX500Principal().getName();
    }

    private SSLEngine engine() {
        SslHandler handler = tls.handler(UnpooledByteBufAllocator.DEFAULT);
        return handler.engine();
    }

    private void later() {
        now.addAndGet(Duration.ofSeconds(5).toNanos());
    }

    private void write(TlsIdentity identity, int version) throws IOException, GeneralSecurityException {
        writeKey(identity, version);
        write(certificate, "CERTIFICATE", identity.chain().get(0).getEncoded(), version);
    }

    private void writeKey(TlsIdentity identity, int version) throws IOException {
        write(key, "PRIVATE KEY", identity.key().getEncoded(), version);
    }

    private static void write(Path file, String label, byte[] der, int version) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                        + "-----\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(version)));
    }
}
