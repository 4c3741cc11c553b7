package relay.tenant;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import relay.dkim.SigningKey;
import relay.smtp.Account;
import relay.smtp.Reply;

/**
 * Everything that the mail path asks about tenants, domains, keys and credentials: an immutable snapshot in memory, so
 * that no mail waits for the database and authentication works while it is away.
 */
public final class Directory {
    private static final Reply SUSPENDED =
            Reply.of(550, "5.7.1", "This account is suspended; ask the operator of this relay to resume it");

    private final Map<String, Tenant> tenants;
    private final Map<String, Credential> byUsername = new HashMap<>();
    private final Set<String> credentialIds = new HashSet<>();
    private final Map<String, Credential> byTokenHash;
    private final List<Credential> networks;
    private final Map<String, String> tenantByDomain;
    private final Map<String, Set<String>> domainsByTenant = new HashMap<>();
    private final Map<String, List<SigningKey>> keysByDomain;
    private final Set<String> reportDomains;
    private final boolean anySender;

    /**
     * A snapshot.
     *
     * @param tenants by id
     * @param credentials all of them
     * @param byTokenHash api credentials by the SHA-256 of their token in hexadecimal
     * @param tenantByDomain verified domains in lower case and the tenant that owns each
     * @param keysByDomain active DKIM keys by domain
     * @param reportDomains verified domains whose return-path host points here
     * @param anySender whether senders of unverified domains are welcome too
     */
    public Directory(
            Map<String, Tenant> tenants,
            List<Credential> credentials,
            Map<String, Credential> byTokenHash,
            Map<String, String> tenantByDomain,
            Map<String, List<SigningKey>> keysByDomain,
            Set<String> reportDomains,
            boolean anySender) {
        this.tenants = Map.copyOf(tenants);
        this.byTokenHash = Map.copyOf(byTokenHash);
        this.tenantByDomain = Map.copyOf(tenantByDomain);
        this.keysByDomain = Map.copyOf(keysByDomain);
        this.reportDomains = Set.copyOf(reportDomains);
        this.anySender = anySender;
        for (Credential credential : credentials) {
            byUsername.put(credential.username(), credential);
            credentialIds.add(credential.id());
        }
        this.networks = credentials.stream()
                .filter(credential -> credential.kind() == Credential.Kind.IP)
                .toList();
        tenantByDomain.forEach((domain, tenant) ->
                domainsByTenant.computeIfAbsent(tenant, id -> new HashSet<>()).add(domain));
    }

    /** A snapshot of nothing, before the first one is read. */
    public static Directory empty() {
        return new Directory(Map.of(), List.of(), Map.of(), Map.of(), Map.of(), Set.of(), false);
    }

    /** All of them, suspended ones too. */
    public Collection<Tenant> tenants() {
        return tenants.values();
    }

    public Optional<Tenant> tenant(String id) {
        return Optional.ofNullable(tenants.get(id));
    }

    /** The tenant of this name. */
    public Optional<Tenant> tenantNamed(String name) {
        return tenants.values().stream()
                .filter(tenant -> tenant.name().equals(name))
                .findFirst();
    }

    /** The SMTP account of this user name. */
    public Optional<Account> account(String username) {
        return Optional.ofNullable(byUsername.get(username))
                .filter(credential -> credential.kind() == Credential.Kind.SMTP)
                .map(this::accountOf);
    }

    /** The account of the network that the address belongs to; the narrowest network wins. */
    public Optional<Account> admit(InetAddress address) {
        Credential narrowest = null;
        for (Credential credential : networks) {
            if (credential.network().contains(address)
                    && (narrowest == null
                            || credential.network().prefix()
                                    > narrowest.network().prefix())) {
                narrowest = credential;
            }
        }
        return Optional.ofNullable(narrowest).map(this::accountOf);
    }

    /** The api credential of this token hash. */
    public Optional<Credential> token(String sha256) {
        return Optional.ofNullable(byTokenHash.get(sha256));
    }

    /** Whether a credential of this id exists, of whatever kind. */
    public boolean hasCredential(String id) {
        return credentialIds.contains(id);
    }

    /** Why the tenant's mail is refused, or empty. */
    public Optional<Reply> refusalOf(String tenantId) {
        Tenant tenant = tenants.get(tenantId);
        return tenant == null || tenant.suspended() ? Optional.of(SUSPENDED) : Optional.empty();
    }

    /** What a credential may do, as the SMTP session wants to know it. */
    public Account accountOf(Credential credential) {
        return new Account(
                credential.id(),
                credential.tenantId(),
                credential.username(),
                credential.verifier(),
                domainsByTenant.getOrDefault(credential.tenantId(), Set.of()),
                anySender,
                credential.stream(),
                refusalOf(credential.tenantId()).orElse(null));
    }

    /** The tenant that has verified this domain, in lower case. */
    public Optional<String> ownerOf(String domain) {
        return Optional.ofNullable(tenantByDomain.get(domain));
    }

    /** The keys to sign with for this domain; none when it is not ours. */
    public List<SigningKey> keysOf(String domain) {
        return keysByDomain.getOrDefault(domain, List.of());
    }

    /** Whether reports for mail from this domain come back to us: its host {@code bounces.} points here. */
    public boolean takesReports(String domain) {
        return reportDomains.contains(domain);
    }

    /** Whether senders of unverified domains are welcome. */
    public boolean anySender() {
        return anySender;
    }
}
