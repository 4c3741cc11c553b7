package relay.it.internet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import relay.smtp.testing.TestAuthority;

/** Files that tell a relay whom to believe. */
public final class Authorities {
    private Authorities() {}

    /** The authority's certificate as a PEM file. */
    public static Path file(TestAuthority authority) {
        try {
            return written(
                    "authority",
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(authority.certificate().getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trust anchors of the DNS, as in a zone file. */
    public static Path anchors(String records) {
        return written("anchors", records);
    }

    private static Path written(String name, String text) {
        try {
            Path file = Files.createTempFile(name, ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
