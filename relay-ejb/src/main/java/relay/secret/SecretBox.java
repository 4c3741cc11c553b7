package relay.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and signs with the relay's secret key: AES-256-GCM with a random nonce before each ciphertext, and
 * HMAC-SHA-256. Each purpose has a key of its own, derived from the secret.
 */
public final class SecretBox {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final byte[] encryptionKey;
    private final byte[] signingKey;

    /** A box for this secret, of any length; it should have at least 128 bits of randomness. */
    public SecretBox(String secret) {
        this.encryptionKey = derive(secret, "relay encryption 1");
        this.signingKey = derive(secret, "relay signing 1");
    }

    /** Nonce and ciphertext of these bytes. */
    public byte[] encrypt(byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plain, 0);
        return ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * What was encrypted.
     *
     * @throws IllegalStateException when the bytes were encrypted with another secret or were changed
     */
    public byte[] decrypt(byte[] sealed) {
        return run(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), sealed, NONCE_BYTES);
    }

    /** HMAC-SHA-256 of the text. */
    public byte[] sign(String text) {
        return hmac(signingKey, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the signature is the text's, in constant time. */
    public boolean verify(String text, byte[] signature) {
        return MessageDigest.isEqual(sign(text), signature);
    }

    private byte[] run(int mode, byte[] nonce, byte[] bytes, int from) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(encryptionKey, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(bytes, from, bytes.length - from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RELAY_SECRET_KEY is not the key that this data was encrypted with", e);
        }
    }

    private static byte[] derive(String secret, String purpose) {
        return hmac(secret.getBytes(StandardCharsets.UTF_8), purpose.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
