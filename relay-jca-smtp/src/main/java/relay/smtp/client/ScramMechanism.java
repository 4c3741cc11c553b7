package relay.smtp.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677): the password is not sent, and the server proves itself. */
final class ScramMechanism implements SaslMechanism {
    private static final int MOST_ITERATIONS = 1_000_000;
    private static final int LEAST_ITERATIONS = 4096;
    private static final int NONCE_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RemoteHost.Login login;
    private final String nonce;
    private byte[] serverSignature;
    private boolean verified;

    ScramMechanism(RemoteHost.Login login) {
        this(login, newNonce());
    }

    ScramMechanism(RemoteHost.Login login, String nonce) {
        this.login = login;
        this.nonce = nonce;
    }

    private static String newNonce() {
        byte[] random = new byte[NONCE_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    @Override
    public String name() {
        return "SCRAM-SHA-256";
    }

    @Override
    public byte[] initialResponse() {
        return ("n,," + clientFirst()).getBytes(StandardCharsets.UTF_8);
    }

    private String clientFirst() {
        String user = normalized(login.user()).replace("=", "=3D").replace(",", "=2C");
        return "n=" + user + ",r=" + nonce;
    }

    @Override
    public byte[] respond(byte[] challenge) throws GeneralSecurityException {
        String message = new String(challenge, StandardCharsets.UTF_8);
        if (serverSignature == null) {
            return prove(message).getBytes(StandardCharsets.UTF_8);
        }
        verify(message);
        return new byte[0];
    }

    @Override
    public boolean isComplete() {
        return verified;
    }

    private String prove(String serverFirst) throws GeneralSecurityException {
        String[] attributes = serverFirst.split(",", -1);
        if (attributes.length < 3) {
            throw new GeneralSecurityException("challenge is malformed");
        }
        String bothNonces = attribute('r', attributes[0]);
        if (!bothNonces.startsWith(nonce) || bothNonces.length() == nonce.length()) {
            throw new GeneralSecurityException("challenge is for another nonce");
        }
        byte[] salted = salted(attribute('s', attributes[1]), attribute('i', attributes[2]));
        // c= is base64 of the GS2 header "n,,"
        String withoutProof = "c=biws,r=" + bothNonces;
        return withoutProof + ",p=" + proof(salted, clientFirst() + "," + serverFirst + "," + withoutProof);
    }

    private String proof(byte[] salted, String authMessage) throws GeneralSecurityException {
        byte[] signed = authMessage.getBytes(StandardCharsets.UTF_8);
        byte[] clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
        serverSignature = hmac(hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII)), signed);
        return Base64.getEncoder().encodeToString(xor(clientKey, hmac(storedKey, signed)));
    }

    private byte[] salted(String salt, String iterations) throws GeneralSecurityException {
        PBEKeySpec key =
                new PBEKeySpec(normalized(login.password()).toCharArray(), decoded(salt), iterations(iterations), 256);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(key)
                .getEncoded();
    }

    /** A server may not make us compute for ever, nor weaken the derivation (RFC 7677, section 4). */
    private static int iterations(String count) throws GeneralSecurityException {
        int iterations = count.matches("\\d{1,9}") ? Integer.parseInt(count) : 0;
        if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
            throw new GeneralSecurityException("server asks for " + PrintableText.shortened(count) + " iterations, not "
                    + LEAST_ITERATIONS + " to " + MOST_ITERATIONS);
        }
        return iterations;
    }

    private void verify(String serverFinal) throws GeneralSecurityException {
        byte[] claimed = decoded(attribute('v', serverFinal));
        if (!MessageDigest.isEqual(claimed, serverSignature)) {
            throw new GeneralSecurityException("server does not know the password");
        }
        verified = true;
    }

    private static String attribute(char name, String attribute) throws GeneralSecurityException {
        if (attribute.length() < 3 || attribute.charAt(0) != name || attribute.charAt(1) != '=') {
            throw new GeneralSecurityException("challenge lacks " + name + "=");
        }
        return attribute.substring(2);
    }

    private static byte[] decoded(String base64) throws GeneralSecurityException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("challenge is malformed", e);
        }
    }

    /** What SASLprep (RFC 4013) does to the characters that occur in user names and passwords. */
    private static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = Arrays.copyOf(one, one.length);
        for (int i = 0; i < result.length; i++) {
            result[i] ^= other[i];
        }
        return result;
    }
}
