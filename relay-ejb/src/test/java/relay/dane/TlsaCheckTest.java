package relay.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.smtp.client.TlsFault;
import relay.smtp.testing.TestAuthority;
import relay.smtp.testing.TestCertificate;

/** TLSA records against real certificates. */
class TlsaCheckTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final TestAuthority STRANGER = new TestAuthority();
    private static final TestCertificate VALID = AUTHORITY.certificateFor("mx.example.com");
    private static final TestCertificate EXPIRED = AUTHORITY.expiredCertificateFor("mx.example.com");
    private static final TestCertificate OF_THE_DOMAIN = AUTHORITY.certificateFor("example.com");
    private static final TestCertificate OF_ANOTHER_NAME = AUTHORITY.certificateFor("elsewhere.example");

    private static Tlsa record(int usage, int selector, int matching, X509Certificate certificate) {
        try {
            byte[] selected = selector == Tlsa.WHOLE
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
            return new Tlsa(
                    usage,
                    selector,
                    matching,
                    switch (matching) {
                        case Tlsa.SHA_256 ->
                            MessageDigest.getInstance("SHA-256").digest(selected);
                        case Tlsa.SHA_512 ->
                            MessageDigest.getInstance("SHA-512").digest(selected);
                        default -> selected;
                    });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TlsFault judge(TestCertificate shown, Tlsa... records) {
        return new TlsaCheck(List.of(records), "example.com").fault(shown.chain(), "mx.example.com", null);
    }

    private static X509Certificate own(TestCertificate certificate) {
        return certificate.chain().get(0);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"})
    void takesTheCertificateThatIsMeant(int selector, int matching) {
        assertThat(judge(VALID, record(3, selector, matching, own(VALID)))).isNull();
        assertThat(judge(VALID, record(3, selector, matching, own(EXPIRED))))
                .isEqualTo(TlsFault.CERTIFICATE_NOT_TRUSTED);
        assertThat(judge(VALID, record(2, selector, matching, AUTHORITY.certificate())))
                .isNull();
        assertThat(judge(VALID, record(2, selector, matching, STRANGER.certificate())))
                .isEqualTo(TlsFault.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void looksNeitherAtNamesNorAtDatesOfTheHostsOwn() {
        assertThat(judge(EXPIRED, record(3, 1, 1, own(EXPIRED)))).isNull();
        assertThat(judge(OF_ANOTHER_NAME, record(3, 1, 1, own(OF_ANOTHER_NAME))))
                .isNull();
    }

    @Test
    void looksAtDatesBelowAnAuthority() {
        assertThat(judge(EXPIRED, record(2, 0, 1, AUTHORITY.certificate()))).isEqualTo(TlsFault.CERTIFICATE_EXPIRED);
    }

    @Test
    void looksAtNamesBelowAnAuthority() {
        assertThat(judge(OF_ANOTHER_NAME, record(2, 0, 1, AUTHORITY.certificate())))
                .isEqualTo(TlsFault.CERTIFICATE_HOST_MISMATCH);
    }

    @Test
    void takesACertificateForTheDomainToo() {
        assertThat(judge(OF_THE_DOMAIN, record(2, 0, 1, AUTHORITY.certificate())))
                .isNull();
    }

    @Test
    void isContentWithOneRecordOfSeveral() {
        assertThat(judge(VALID, record(3, 1, 1, own(EXPIRED)), record(3, 1, 1, own(VALID))))
                .isNull();
    }

    @Test
    void doesNotTakeTheHostsOwnCertificateForAnAuthority() {
        assertThat(judge(VALID, record(2, 0, 1, own(VALID)))).isEqualTo(TlsFault.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void takesNothingForAnEmptyChain() {
        assertThat(new TlsaCheck(List.of(record(3, 1, 1, own(VALID))), "example.com").fault(List.of(), "mx", null))
                .isEqualTo(TlsFault.CERTIFICATE_NOT_TRUSTED);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1, 1, 32, true",
        "2, 0, 2, 64, true",
        "3, 0, 0, 5, true",
        "0, 1, 1, 32, false",
        "1, 1, 1, 32, false",
        "3, 2, 1, 32, false",
        "3, 1, 3, 32, false",
        "3, 1, 1, 31, false",
        "3, 1, 2, 32, false",
        "3, 0, 0, 0, false",
    })
    void knowsWhichRecordsAreUsable(int usage, int selector, int matching, int bytes, boolean usable) {
        assertThat(new Tlsa(usage, selector, matching, new byte[bytes]).isUsable())
                .isEqualTo(usable);
    }
}
