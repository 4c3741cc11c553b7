package relay.tenant;

/**
 * A new credential with its secret, which is never shown again.
 *
 * @param credential as it is stored
 * @param secret password or token; null for a network
 */
public record CreatedCredential(CredentialEntity credential, String secret) {
    @Override
    public String toString() {
        return "CreatedCredential[" + credential.getId() + "]";
    }
}
