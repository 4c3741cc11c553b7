package relay.tenant;

import java.util.Set;

/**
 * What a new credential is to be.
 *
 * @param name for people, 1 to 200 characters
 * @param kind {@code smtp}, {@code api} or {@code ip}
 * @param scopes of an api credential: {@code send}, {@code read}, {@code manage}; all of them when null or empty
 * @param cidr network of an ip credential
 * @param stream default stream of its mail, or null for transactional
 */
public record CredentialRequest(String name, String kind, Set<String> scopes, String cidr, String stream) {}
