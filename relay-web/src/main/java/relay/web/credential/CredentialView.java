package relay.web.credential;

import java.time.Instant;
import java.util.List;
import relay.tenant.CreatedCredential;
import relay.tenant.CredentialEntity;

/**
 * A credential as it is shown.
 *
 * @param id identity
 * @param name for people
 * @param kind smtp, api or ip
 * @param username for SMTP AUTH, and in logs
 * @param secret password or key; only in the answer that created it
 * @param scopes of an api credential
 * @param cidr network of an ip credential
 * @param stream default stream of its mail
 * @param createdAt when
 */
public record CredentialView(
        String id,
        String name,
        String kind,
        String username,
        String secret,
        List<String> scopes,
        String cidr,
        String stream,
        Instant createdAt) {
    static CredentialView of(CreatedCredential created) {
        return of(created.credential(), created.secret());
    }

    static CredentialView of(CredentialEntity credential) {
        return of(credential, null);
    }

    private static CredentialView of(CredentialEntity credential, String secret) {
        return new CredentialView(
                credential.getId(),
                credential.getName(),
                credential.getKind(),
                credential.getUsername(),
                secret,
                credential.getScopes(),
                credential.getCidr(),
                credential.getStream(),
                credential.getCreatedAt());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "CredentialView[" + id + "]";
    }
}
