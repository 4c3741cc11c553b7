package relay.dkim;

import java.util.Arrays;
import java.util.Optional;

/** The signature algorithms that may be used (RFC 8301, section 3.1; RFC 8463, section 3). */
public enum DkimAlgorithm {
    RSA_SHA256("rsa", "RSA", "SHA256withRSA"),
    /** Signs the SHA-256 hash of the header with PureEd25519. */
    ED25519_SHA256("ed25519", "Ed25519", "Ed25519");

    private final String keyType;
    private final String keyAlgorithm;
    private final String signatureAlgorithm;

    DkimAlgorithm(String keyType, String keyAlgorithm, String signatureAlgorithm) {
        this.keyType = keyType;
        this.keyAlgorithm = keyAlgorithm;
        this.signatureAlgorithm = signatureAlgorithm;
    }

    /** The value of a=, such as {@code rsa-sha256}. */
    public String tag() {
        return keyType + "-sha256";
    }

    /** The value of k= in the key record, such as {@code rsa}. */
    public String keyType() {
        return keyType;
    }

    String keyAlgorithm() {
        return keyAlgorithm;
    }

    String signatureAlgorithm() {
        return signatureAlgorithm;
    }

    static Optional<DkimAlgorithm> of(String tag) {
        return Arrays.stream(values()).filter(a -> a.tag().equals(tag)).findFirst();
    }

    static Optional<DkimAlgorithm> ofKeyType(String keyType) {
        return Arrays.stream(values()).filter(a -> a.keyType.equals(keyType)).findFirst();
    }
}
