/**
 * MTA-STS (RFC 8461): a domain says by DNS that it has a policy, and by HTTPS which hosts take its mail over TLS with a
 * valid certificate.
 *
 * <p>{@link relay.mtasts.StsRecord} and {@link relay.mtasts.StsPolicy} read what was published; {@link
 * relay.mtasts.StsPolicies} knows the policies that count, fetches new ones by {@link relay.mtasts.PolicyHost}, and keeps
 * them in {@link relay.mtasts.StsStore} so that they outlive a restart. Nothing here blocks its caller. A policy that
 * cannot be fetched leaves the old one in force as long as it lasts; without an old one there is none, and reports say
 * why.
 */
package relay.mtasts;
