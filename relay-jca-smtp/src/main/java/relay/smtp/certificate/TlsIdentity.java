package relay.smtp.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with the certificate chain that vouches for it.
 *
 * @param key the private key
 * @param chain the certificate of the key first, then its issuers
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final byte[] PROBE = {1, 2, 3, 4};

    public TlsIdentity {
        chain = List.copyOf(chain);
    }

    /** Reads PEM files and checks that they belong together. */
    public static TlsIdentity read(Path certificate, Path key) throws IOException, GeneralSecurityException {
        TlsIdentity identity = new TlsIdentity(Pem.readKey(key), Pem.readCertificates(certificate));
        if (!identity.belongsTogether()) {
            throw new GeneralSecurityException(
                    "the key in " + key + " does not belong to the certificate in " + certificate);
        }
        return identity;
    }

    private boolean belongsTogether() throws GeneralSecurityException {
        PublicKey publicKey = chain.get(0).getPublicKey();
        if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(signatureAlgorithm());
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private String signatureAlgorithm() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
