package relay.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;

/** A key pair to sign with: its encodings for storage, and the TXT record that publishes it. */
public final class DkimKeyPair {
    /** Size of generated RSA keys (RFC 8301, section 3.2: at least 1024, 2048 recommended). */
    public static final int RSA_BITS = 2048;

    private final DkimAlgorithm algorithm;
    private final byte[] pkcs8;
    private final byte[] spki;

    private DkimKeyPair(DkimAlgorithm algorithm, byte[] pkcs8, byte[] spki) {
        this.algorithm = algorithm;
        this.pkcs8 = pkcs8;
        this.spki = spki;
    }

    /** A new pair; RSA with {@value #RSA_BITS} bits takes some tenths of a second. */
    public static DkimKeyPair generate(DkimAlgorithm algorithm) {
        try {
            KeyPair pair = SignatureProvider.fastest().generate(algorithm);
            return of(
                    algorithm, pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot generate a key for " + algorithm.tag(), e);
        }
    }

    /** The pair with these encodings, as {@link #pkcs8} and {@link #spki} gave them. */
    public static DkimKeyPair of(DkimAlgorithm algorithm, byte[] pkcs8, byte[] spki) {
        return new DkimKeyPair(algorithm, pkcs8.clone(), spki.clone());
    }

    /** What it signs with. */
    public DkimAlgorithm algorithm() {
        return algorithm;
    }

    /** The private key in PKCS#8. Secret: to be stored encrypted. */
    public byte[] pkcs8() {
        return pkcs8.clone();
    }

    /** The public key as SubjectPublicKeyInfo. */
    public byte[] spki() {
        return spki.clone();
    }

    /** The private key, ready to sign under this name. */
    public SigningKey signingKey(String domain, String selector) {
        return SigningKey.of(domain, selector, algorithm, pkcs8);
    }

    /** The text of the TXT record at {@code selector._domainkey.domain}. */
    public String record() {
        return DkimKeyRecord.text(algorithm, spki);
    }

    /** The record as DNS carries it, in strings of at most 255 characters (RFC 6376, section 3.6.2.2). */
    public List<String> recordStrings() {
        return DkimKeyRecord.strings(record());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DkimKeyPair pair
                && algorithm == pair.algorithm
                && Arrays.equals(pkcs8, pair.pkcs8)
                && Arrays.equals(spki, pair.spki);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(spki);
    }

    /** The public half only. */
    @Override
    public String toString() {
        return record();
    }
}
