package relay.smtp.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import relay.smtp.Account;
import relay.smtp.ScramVerifier;

/**
 * SCRAM-SHA-256 without channel binding (RFC 5802, section 5): client-first, server-first, client-final, server-final,
 * and the client's empty answer to that. An unknown user is led on with a decoy and fails at the proof like a wrong
 * password.
 */
final class ScramExchange implements Exchange {
    private static final int PROOF_LENGTH = ScramSha256.KEY_LENGTH;

    private final Passwords passwords;
    private final String serverNonce;
    private State state = State.CLIENT_FIRST;
    private String gs2Header;
    private String clientFirstBare;
    private String serverFirst;
    private String nonce;
    private Optional<Account> account = Optional.empty();
    private ScramVerifier verifier;

    private enum State {
        CLIENT_FIRST,
        CLIENT_FINAL,
        CONFIRMATION
    }

    ScramExchange(Passwords passwords, String serverNonce) {
        this.passwords = passwords;
        this.serverNonce = serverNonce;
    }

    @Override
    public Turn begin() {
        return new Turn.Challenge(new byte[0]);
    }

    @Override
    public Turn respond(byte[] response) {
        Optional<String> message = Utf8.decode(response);
        if (message.isEmpty()) {
            return malformed();
        }
        return switch (state) {
            case CLIENT_FIRST -> clientFirst(message.get());
            case CLIENT_FINAL -> clientFinal(message.get());
            case CONFIRMATION -> message.get().isEmpty() ? new Turn.Granted(account.orElseThrow()) : malformed();
        };
    }

    /** {@code n,[a=authzid],n=user,r=nonce}. */
    private Turn clientFirst(String message) {
        String[] parts = message.split(",", -1);
        if (parts.length < 4 || !(parts[0].equals("n") || parts[0].equals("y"))) {
            return malformed();
        }
        if (!parts[2].startsWith("n=") || !parts[3].startsWith("r=") || !isNonce(parts[3].substring(2))) {
            return malformed();
        }
        Optional<String> username = saslName(parts[2].substring(2));
        if (username.isEmpty()) {
            return malformed();
        }
        if (!parts[1].isEmpty() && !parts[1].equals("a=" + parts[2].substring(2))) {
            return new Turn.Denied();
        }
        gs2Header = parts[0] + "," + parts[1] + ",";
        clientFirstBare = message.substring(gs2Header.length());
        nonce = parts[3].substring(2) + serverNonce;
        return new Turn.FindAccount(username.get(), found -> serverFirst(username.get(), found));
    }

    private Turn serverFirst(String username, Optional<Account> found) {
        account = found.filter(a -> a.verifier() != null);
        verifier = passwords.verifier(username, account);
        serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(verifier.salt()) + ",i="
                + verifier.iterations();
        state = State.CLIENT_FINAL;
        return new Turn.Challenge(utf8(serverFirst));
    }

    /** {@code c=gs2-header,r=nonce,p=proof}. */
    private Turn clientFinal(String message) {
        int proofAt = message.lastIndexOf(",p=");
        if (proofAt < 0) {
            return malformed();
        }
        Optional<byte[]> proof = base64(message.substring(proofAt + 3));
        String withoutProof = message.substring(0, proofAt);
        String[] parts = withoutProof.split(",", -1);
        if (proof.filter(p -> p.length == PROOF_LENGTH).isEmpty() || parts.length < 2 || !parts[0].startsWith("c=")) {
            return malformed();
        }
        boolean bound = base64(parts[0].substring(2))
                .filter(c -> Arrays.equals(c, utf8(gs2Header)))
                .isPresent();
        byte[] authMessage = utf8(clientFirstBare + "," + serverFirst + "," + withoutProof);
        boolean proven = ScramSha256.proves(proof.get(), authMessage, verifier);
        if (!bound || !parts[1].equals("r=" + nonce) || !proven || account.isEmpty()) {
            return new Turn.Denied();
        }
        state = State.CONFIRMATION;
        return new Turn.Challenge(
                utf8("v=" + Base64.getEncoder().encodeToString(ScramSha256.serverSignature(authMessage, verifier))));
    }

    /** Printable ASCII but comma. */
    private static boolean isNonce(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',');
    }

    /** A saslname: {@code =2C} is a comma and {@code =3D} an equals sign; no other use of {@code =} is legal. */
    private static Optional<String> saslName(String text) {
        String comma = text.replace("=2C", ",");
        if (text.isEmpty() || comma.replace("=3D", "").indexOf('=') >= 0) {
            return Optional.empty();
        }
        return SaslPrep.prepare(comma.replace("=3D", "=")).filter(name -> !name.isEmpty());
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Turn malformed() {
        return new Turn.Malformed("The SCRAM message is malformed (RFC 5802, section 7)");
    }
}
