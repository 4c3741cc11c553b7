package relay.smtp.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void signsItselfForItsNames() throws GeneralSecurityException {
        var certificate =
                SelfSignedCertificate.generate("relay.example", NOW).chain().get(0);
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(Date.from(NOW));
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=relay.example");
        assertThat(certificate.getSubjectAlternativeNames())
                .contains(List.of(2, "relay.example"), List.of(2, "localhost"), List.of(7, "127.0.0.1"));
        assertThat(certificate.getNotAfter().toInstant()).isAfter(NOW.plus(Duration.ofDays(3000)));
    }

    @Test
    void keepsTheCertificateAcrossStarts() throws IOException, GeneralSecurityException {
        TlsIdentity first = SelfSignedCertificate.in(directory, "relay.example", NOW);
        TlsIdentity second = SelfSignedCertificate.in(directory, "relay.example", NOW.plusSeconds(60));
        assertThat(second.chain()).isEqualTo(first.chain());
    }

    @Test
    void renewsACertificateThatIsAboutToExpire() throws IOException, GeneralSecurityException {
        TlsIdentity first = SelfSignedCertificate.in(directory, "relay.example", NOW);
        TlsIdentity later = SelfSignedCertificate.in(directory, "relay.example", NOW.plus(Duration.ofDays(3640)));
        assertThat(later.chain()).isNotEqualTo(first.chain());
    }

    @Test
    void letsOnlyTheOwnerReadTheKey() throws IOException, GeneralSecurityException {
        SelfSignedCertificate.in(directory, "relay.example", NOW);
        assertThat(Files.getPosixFilePermissions(directory.resolve("self-signed.key")))
                .hasSize(2);
    }

    @Test
    void readsAnEcKeyInSec1() throws IOException, GeneralSecurityException {
        TlsIdentity made = SelfSignedCertificate.generate("relay.example", NOW);
        List<Der.Element> info = inside(made.key().getEncoded());
        byte[] curve = Der.elements(info.get(1).content()).get(1).content();
        byte[] bare = inside(info.get(2).content()).get(1).content();
        byte[] sec1 = Der.sequence(
                Der.integer(1), Der.octetString(bare), Der.explicit(0, Der.value(Der.OBJECT_IDENTIFIER, curve)));
        Path key = write("key.pem", Pem.write("EC PRIVATE KEY", sec1));
        assertThat(TlsIdentity.read(certificate(made), key).key().getAlgorithm())
                .isEqualTo("EC");
    }

    @Test
    void readsAnEcKeyWhoseCurveStandsInABlockOfItsOwn() throws IOException, GeneralSecurityException {
        TlsIdentity made = SelfSignedCertificate.generate("relay.example", NOW);
        List<Der.Element> info = inside(made.key().getEncoded());
        byte[] curve = Der.elements(info.get(1).content()).get(1).content();
        byte[] bare = inside(info.get(2).content()).get(1).content();
        Path key = write(
                "key.pem",
                Pem.write("EC PARAMETERS", Der.value(Der.OBJECT_IDENTIFIER, curve))
                        + Pem.write("EC PRIVATE KEY", Der.sequence(Der.integer(1), Der.octetString(bare))));
        assertThat(TlsIdentity.read(certificate(made), key).chain()).isEqualTo(made.chain());
    }

    @Test
    void readsAnRsaKeyInPkcs1() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        byte[] pkcs1 = inside(pair.getPrivate().getEncoded()).get(2).content();
        Path key = write("key.pem", Pem.write("RSA PRIVATE KEY", pkcs1));
        assertThat(Pem.readKey(key)).isEqualTo(pair.getPrivate());
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws IOException, GeneralSecurityException {
        TlsIdentity one = SelfSignedCertificate.generate("one.example", NOW);
        TlsIdentity two = SelfSignedCertificate.generate("two.example", NOW);
        Path key = write("key.pem", Pem.write("PRIVATE KEY", two.key().getEncoded()));
        Path certificate = certificate(one);
        assertThatThrownBy(() -> TlsIdentity.read(certificate, key)).hasMessageContaining("does not belong");
    }

    @Test
    void namesTheFileThatCannotBeUsed() throws IOException {
        Path empty = write("empty.pem", "nothing");
        Path encrypted = write("encrypted.pem", Pem.write("ENCRYPTED PRIVATE KEY", new byte[] {1}));
        Path broken = write("broken.pem", Pem.write("EC PRIVATE KEY", new byte[] {0x30, 0x7f}));
        assertThatThrownBy(() -> Pem.readKey(empty)).hasMessageContaining("empty.pem");
        assertThatThrownBy(() -> Pem.readCertificates(empty)).hasMessageContaining("empty.pem");
        assertThatThrownBy(() -> Pem.readKey(encrypted)).hasMessageContaining("without password");
        assertThatThrownBy(() -> Pem.readKey(broken)).isInstanceOf(GeneralSecurityException.class);
    }

    private Path certificate(TlsIdentity identity) throws IOException, GeneralSecurityException {
        return write(
                "certificate.pem",
                Pem.write("CERTIFICATE", identity.chain().get(0).getEncoded()));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static List<Der.Element> inside(byte[] sequence) throws GeneralSecurityException {
        return Der.elements(Der.elements(sequence).get(0).content());
    }
}
