package relay.smtp.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of AUTH for one user. */
final class MxLogin {
    private static final byte[] SALT = "a salt of 16 b.!".getBytes(StandardCharsets.US_ASCII);
    private static final int ITERATIONS = 4096;

    private final String user;
    private final String password;
    private final Set<String> mechanisms;

    MxLogin(String user, String password, Set<String> mechanisms) {
        this.user = user;
        this.password = password;
        this.mechanisms = mechanisms;
    }

    /** Says a challenge and hears the response. */
    interface Dialog {
        String ask(String challenge) throws IOException;
    }

    String user() {
        return user;
    }

    boolean knows(String mechanism) {
        return mechanisms.contains(mechanism);
    }

    /** Whether the client proves the password; {@code initial} is its initial response in base64, or null. */
    boolean proves(String mechanism, String initial, Dialog dialog) throws IOException {
        return switch (mechanism) {
            case "PLAIN" -> plain(initial != null ? initial : dialog.ask(""));
            case "LOGIN" ->
                user.equals(text(dialog.ask(base64("Username:"))))
                        && password.equals(text(dialog.ask(base64("Password:"))));
            default -> scram(text(initial != null ? initial : dialog.ask("")), dialog);
        };
    }

    private boolean plain(String response) {
        return text(response).equals("\0" + user + "\0" + password);
    }

    private boolean scram(String clientFirst, Dialog dialog) throws IOException {
        String bare = clientFirst.substring("n,,".length());
        String nonce = bare.substring(bare.indexOf(",r=") + 3) + "server";
        String serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(SALT) + ",i=" + ITERATIONS;
        String clientFinal = text(dialog.ask(base64(serverFirst)));
        String withoutProof = clientFinal.substring(0, clientFinal.indexOf(",p="));
        byte[] signed = (bare + "," + serverFirst + "," + withoutProof).getBytes(StandardCharsets.UTF_8);
        byte[] proof = Base64.getDecoder().decode(clientFinal.substring(clientFinal.indexOf(",p=") + 3));
        try {
            if (!bare.startsWith("n=" + user + ",") || !isProof(proof, signed)) {
                return false;
            }
            byte[] serverKey = hmac(salted(), "Server Key".getBytes(StandardCharsets.US_ASCII));
            dialog.ask(base64("v=" + Base64.getEncoder().encodeToString(hmac(serverKey, signed))));
            return true;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isProof(byte[] proof, byte[] signed) throws GeneralSecurityException {
        byte[] clientKey = hmac(salted(), "Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] signature = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), signed);
        for (int i = 0; i < signature.length; i++) {
            signature[i] ^= proof[i];
        }
        return Arrays.equals(signature, clientKey);
    }

    private byte[] salted() throws GeneralSecurityException {
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, ITERATIONS, 256))
                .getEncoded();
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
