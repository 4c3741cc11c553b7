package relay.tenant;

import java.util.Set;
import relay.configuration.Network;
import relay.smtp.ScramVerifier;

/**
 * A credential as the mail path knows it.
 *
 * @param id identity
 * @param tenantId whose
 * @param kind what it authenticates
 * @param username for SMTP AUTH and logs
 * @param verifier proves the password of an SMTP credential, else null
 * @param network of an ip credential, else null
 * @param scopes of an api credential
 * @param stream default stream of its mail
 */
public record Credential(
        String id,
        String tenantId,
        Kind kind,
        String username,
        ScramVerifier verifier,
        Network network,
        Set<String> scopes,
        String stream) {
    /** What a credential authenticates. */
    public enum Kind {
        /** SMTP AUTH. */
        SMTP,
        /** REST bearer token. */
        API,
        /** Whoever connects from a network. */
        IP
    }
}
