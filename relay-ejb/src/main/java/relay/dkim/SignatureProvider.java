package relay.dkim;

import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * Where signatures come from: the Amazon Corretto Crypto Provider when its native library can be loaded, else the JDK.
 * The provider is used directly and not installed, so that the server around us keeps its own choice.
 *
 * <p>Signature objects are not kept for reuse: making one costs a microsecond. What does cost is translating an RSA key
 * for the native library, more than signing itself; hence keys are translated once, when they are loaded.
 */
final class SignatureProvider {
    private static final System.Logger LOG = System.getLogger(SignatureProvider.class.getName());
    private static final String CORRETTO = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private final Provider provider;

    private SignatureProvider(Provider provider) {
        this.provider = provider;
    }

    /** The JDK's own. */
    static SignatureProvider jdk() {
        return new SignatureProvider(null);
    }

    /** The fastest that works here, found out once. */
    static SignatureProvider fastest() {
        return Fastest.INSTANCE;
    }

    private static final class Fastest {
        static final SignatureProvider INSTANCE = find();

        private static SignatureProvider find() {
            try {
                SignatureProvider corretto = new SignatureProvider(corretto());
                corretto.tryOut();
                return corretto;
            } catch (ReflectiveOperationException | GeneralSecurityException | RuntimeException | LinkageError e) {
                LOG.log(Level.INFO, "event=dkim-provider provider=jdk reason=\"{0}\"", e.toString());
                return jdk();
            }
        }

        private static Provider corretto() throws ReflectiveOperationException {
            Class<?> type = Class.forName(CORRETTO);
            Object instance = type.getField("INSTANCE").get(null);
            type.getMethod("assertHealthy").invoke(instance);
            return (Provider) instance;
        }
    }

    private void tryOut() throws GeneralSecurityException {
        for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
            Signature signature = signature(algorithm);
            signature.initSign(generate(algorithm).getPrivate());
            signature.sign();
        }
    }

    Signature signature(DkimAlgorithm algorithm) throws GeneralSecurityException {
        return provider == null
                ? Signature.getInstance(algorithm.signatureAlgorithm())
                : Signature.getInstance(algorithm.signatureAlgorithm(), provider);
    }

    KeyPair generate(DkimAlgorithm algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = provider == null
                ? KeyPairGenerator.getInstance(algorithm.keyAlgorithm())
                : KeyPairGenerator.getInstance(algorithm.keyAlgorithm(), provider);
        if (algorithm == DkimAlgorithm.RSA_SHA256) {
            generator.initialize(DkimKeyPair.RSA_BITS);
        }
        return generator.generateKeyPair();
    }

    /** The key in the provider's own form; Corretto takes the JDK's Ed25519 keys as they are. */
    PrivateKey privateKey(DkimAlgorithm algorithm, byte[] pkcs8) throws GeneralSecurityException {
        boolean own = provider != null && algorithm == DkimAlgorithm.RSA_SHA256;
        KeyFactory factory = own
                ? KeyFactory.getInstance(algorithm.keyAlgorithm(), provider)
                : KeyFactory.getInstance(algorithm.keyAlgorithm());
        return factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    @Override
    public String toString() {
        return provider == null ? "JDK" : provider.getName();
    }
}
