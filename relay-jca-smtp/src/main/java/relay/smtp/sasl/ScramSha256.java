package relay.smtp.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.KeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import relay.smtp.ScramVerifier;

/** The arithmetic of SCRAM-SHA-256 (RFC 5802, section 3; RFC 7677). */
public final class ScramSha256 {
    /** RFC 7677, section 4. Enough for generated secrets of 128 bits and more, which need no stretching. */
    public static final int DEFAULT_ITERATIONS = 4096;

    /** Length of a hash, a key and a proof in bytes. */
    static final int KEY_LENGTH = 32;

    /** Length of salts that are made here, in bytes. */
    static final int SALT_LENGTH = 16;

    private static final int NONCE_LENGTH = 18;
    private static final int BITS_PER_BYTE = 8;
    private static final String HMAC = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private ScramSha256() {}

    /** A verifier of the password with a fresh salt and the default iterations. */
    public static ScramVerifier verifier(String password) {
        byte[] salt = new byte[SALT_LENGTH];
        RANDOM.nextBytes(salt);
        return verifier(password, salt, DEFAULT_ITERATIONS);
    }

    /**
     * The verifier of a password.
     *
     * @throws IllegalArgumentException when the password is empty or holds control characters
     */
    public static ScramVerifier verifier(String password, byte[] salt, int iterations) {
        byte[] salted = saltedPassword(password, salt, iterations);
        return new ScramVerifier(
                salt, iterations, sha256(hmac(salted, ascii("Client Key"))), hmac(salted, ascii("Server Key")));
    }

    /** Whether the password is the one that the verifier was made of. Costs a whole derivation. */
    static boolean proves(String password, ScramVerifier verifier) {
        if (SaslPrep.prepare(password).filter(p -> !p.isEmpty()).isEmpty()) {
            return false;
        }
        ScramVerifier derived = verifier(password, verifier.salt(), verifier.iterations());
        return MessageDigest.isEqual(derived.storedKey(), verifier.storedKey());
    }

    /** Whether ClientProof shows knowledge of the key behind StoredKey: H(ClientProof XOR ClientSignature). */
    static boolean proves(byte[] clientProof, byte[] authMessage, ScramVerifier verifier) {
        byte[] clientKey = xor(clientProof, hmac(verifier.storedKey(), authMessage));
        return MessageDigest.isEqual(sha256(clientKey), verifier.storedKey());
    }

    static byte[] serverSignature(byte[] authMessage, ScramVerifier verifier) {
        return hmac(verifier.serverKey(), authMessage);
    }

    /** The proof that a client with this password gives; for clients and tests. */
    public static byte[] clientProof(String password, byte[] salt, int iterations, byte[] authMessage) {
        byte[] clientKey = hmac(saltedPassword(password, salt, iterations), ascii("Client Key"));
        return xor(clientKey, hmac(sha256(clientKey), authMessage));
    }

    /** A fresh nonce of printable characters. */
    public static String nonce() {
        byte[] bytes = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] randomKey() {
        byte[] key = new byte[KEY_LENGTH];
        RANDOM.nextBytes(key);
        return key;
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] saltedPassword(String password, byte[] salt, int iterations) {
        String prepared = SaslPrep.prepare(password)
                .filter(p -> !p.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("a password is empty or holds control characters"));
        KeySpec spec = new PBEKeySpec(prepared.toCharArray(), salt, iterations, KEY_LENGTH * BITS_PER_BYTE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] xor(byte[] a, byte[] b) {
        byte[] result = Arrays.copyOf(a, b.length);
        for (int i = 0; i < result.length; i++) {
            result[i] ^= b[i];
        }
        return result;
    }
}
