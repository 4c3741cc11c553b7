package relay.smtp;

import java.util.Locale;
import java.util.Set;

/**
 * What a credential may do, as a value, so that MAIL and RCPT need not ask again.
 *
 * @param credentialId identity of the credential
 * @param tenantId identity of the tenant that it belongs to
 * @param username name for logs and the Received header; no secret
 * @param verifier proves the password; null for a credential that names a network instead
 * @param senderDomains domains in lower case that the credential may send from
 * @param anySender whether it may send from every domain ({@code RELAY_REQUIRE_VERIFIED_DOMAIN=false})
 * @param stream default stream of its mail, {@code transactional} or {@code broadcast}
 * @param refusal said in place of accepting mail (a suspended tenant, say), or null when mail is welcome
 */
public record Account(
        String credentialId,
        String tenantId,
        String username,
        ScramVerifier verifier,
        Set<String> senderDomains,
        boolean anySender,
        String stream,
        Reply refusal) {
    public Account {
        senderDomains = Set.copyOf(senderDomains);
    }

    /** Whether mail from this address is allowed; the null reverse-path always is. */
    public boolean maySendFrom(String address) {
        return anySender
                || address.isEmpty()
                || senderDomains.contains(
                        address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
    }
}
