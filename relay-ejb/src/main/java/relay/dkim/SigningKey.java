package relay.dkim;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import relay.secret.Sha256;

/** A private key with the name under which its public half is published; ready to sign, safe for many threads. */
public final class SigningKey {
    private final String domain;
    private final String selector;
    private final DkimAlgorithm algorithm;
    private final SignatureProvider provider;
    private final PrivateKey key;

    private SigningKey(
            String domain, String selector, DkimAlgorithm algorithm, SignatureProvider provider, PrivateKey key) {
        this.domain = domain;
        this.selector = selector;
        this.algorithm = algorithm;
        this.provider = provider;
        this.key = key;
    }

    /**
     * The key in this PKCS#8 encoding.
     *
     * @param domain the signing domain (d=), in its ASCII form
     * @param selector the selector (s=), in its ASCII form
     * @throws IllegalArgumentException when a name or the key cannot be used
     */
    public static SigningKey of(String domain, String selector, DkimAlgorithm algorithm, byte[] pkcs8) {
        return of(domain, selector, algorithm, pkcs8, SignatureProvider.fastest());
    }

    static SigningKey of(
            String domain, String selector, DkimAlgorithm algorithm, byte[] pkcs8, SignatureProvider provider) {
        try {
            PrivateKey key = provider.privateKey(algorithm, pkcs8);
            return new SigningKey(name(domain), name(selector), algorithm, provider, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the DKIM key of " + selector + "." + domain + " cannot be read", e);
        }
    }

    private static String name(String name) {
        if (!DnsName.isValid(name)) {
            throw new IllegalArgumentException("\"" + name + "\" cannot stand in a DKIM signature");
        }
        return name;
    }

    /** Signs the first {@code length} bytes; for Ed25519 their hash (RFC 8463, section 3). */
    byte[] sign(byte[] data, int length) {
        try {
            Signature signature = provider.signature(algorithm);
            signature.initSign(key);
            if (algorithm == DkimAlgorithm.ED25519_SHA256) {
                signature.update(hash(data, length));
            } else {
                signature.update(data, 0, length);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(provider + " cannot sign for " + this, e);
        }
    }

    static byte[] hash(byte[] data, int length) {
        MessageDigest digest = Sha256.digest();
        digest.update(data, 0, length);
        return digest.digest();
    }

    /** The signing domain. */
    public String domain() {
        return domain;
    }

    /** The selector. */
    public String selector() {
        return selector;
    }

    /** What it signs with. */
    public DkimAlgorithm algorithm() {
        return algorithm;
    }

    /** The name under which the key is published, for logs; nothing of the key. */
    @Override
    public String toString() {
        return selector + "._domainkey." + domain;
    }
}
