package relay.tenant;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import relay.configuration.Network;
import relay.queue.QueueIds;
import relay.secret.Sha256;
import relay.smtp.sasl.ScramSha256;

/** Credentials of a tenant: for SMTP, for REST, or for a network. */
@Stateless
public class Credentials {
    /** What an api credential may do. */
    public static final Set<String> SCOPES = Set.of("send", "read", "manage");

    private static final Set<String> KINDS = Set.of("smtp", "api", "ip");
    private static final Set<String> STREAMS = Set.of("transactional", "broadcast");
    private static final int MAX_NAME = 200;
    private static final int SECRET_BYTES = 24;
    private static final int SUFFIX_BYTES = 4;
    private static final int MAX_PREFIX = 24;

    private final SecureRandom random = new SecureRandom();

    @PersistenceContext(unitName = "relay")
    private EntityManager entities;

    @Inject
    private DirectoryChanges changes;

    @Inject
    private QueueIds ids;

    @Inject
    private Clock clock;

    /**
     * A new credential of this tenant, with its secret.
     *
     * @throws InvalidRequestException when a value is not allowed
     * @throws ConflictException when its network is another tenant's, in whole or in part
     */
    public CreatedCredential create(String tenantId, CredentialRequest request) {
        check(request);
        // first, so that two who claim one network at a time come one after the other
        changes.announce();
        if (request.kind().equals("ip")) {
            checkOwner(tenantId, Network.parse(request.cidr()));
        }
        CredentialEntity credential =
                new CredentialEntity(ids.next(), tenantId, withScopes(request), username(request), clock.instant());
        String secret = prove(credential);
        entities.persist(credential);
        return new CreatedCredential(credential, secret);
    }

    private String prove(CredentialEntity credential) {
        return switch (credential.getKind()) {
            case "smtp" -> {
                String password = randomText(SECRET_BYTES);
                credential.provedBy(ScramSha256.verifier(password));
                yield password;
            }
            case "api" -> {
                String token = "relay_" + randomText(SECRET_BYTES);
                credential.provedBy(Sha256.of(token));
                yield token;
            }
            default -> null;
        };
    }

    /** Credentials of a tenant by id, after this one. */
    public List<CredentialEntity> list(String tenantId, String after, int limit) {
        return entities.createQuery(
                        "SELECT c FROM CredentialEntity c WHERE c.tenantId = :tenant AND c.id > :after ORDER BY c.id",
                        CredentialEntity.class)
                .setParameter("tenant", tenantId)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    public Optional<CredentialEntity> find(String tenantId, String id) {
        return Optional.ofNullable(entities.find(CredentialEntity.class, id))
                .filter(credential -> credential.getTenantId().equals(tenantId));
    }

    /** Removes a credential; sessions that it has opened end within a minute. */
    public boolean remove(String tenantId, String id) {
        Optional<CredentialEntity> credential = find(tenantId, id);
        credential.ifPresent(found -> {
            entities.remove(found);
            changes.announce();
        });
        return credential.isPresent();
    }

    /** How a token is looked up in the {@link Directory}. */
    public static String tokenKey(String token) {
        return HexFormat.of().formatHex(Sha256.of(token));
    }

    private static void check(CredentialRequest request) {
        if (request.name() == null || request.name().isBlank() || request.name().length() > MAX_NAME) {
            throw new InvalidRequestException("name", "name must have 1 to " + MAX_NAME + " characters");
        }
        if (request.kind() == null || !KINDS.contains(request.kind())) {
            throw new InvalidRequestException("kind", "kind must be smtp, api or ip");
        }
        if (request.scopes() != null && !SCOPES.containsAll(request.scopes())) {
            throw new InvalidRequestException("scopes", "scopes must be of send, read, manage");
        }
        if (request.stream() != null && !STREAMS.contains(request.stream())) {
            throw new InvalidRequestException("stream", "stream must be transactional or broadcast");
        }
        checkNetwork(request);
    }

    private static void checkNetwork(CredentialRequest request) {
        if (!request.kind().equals("ip")) {
            if (request.cidr() != null) {
                throw new InvalidRequestException("cidr", "cidr belongs to credentials of kind ip");
            }
            return;
        }
        if (request.cidr() == null) {
            throw new InvalidRequestException("cidr", "cidr is missing: a network such as 192.0.2.0/24");
        }
        try {
            if (Network.parse(request.cidr()).isTooWide()) {
                throw new InvalidRequestException(
                        "cidr",
                        request.cidr() + " would make this an open relay: at most /" + Network.WIDEST_IPV4 + " (IPv6: /"
                                + Network.WIDEST_IPV6 + ")");
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("cidr", e.getMessage());
        }
    }

    /** An address belongs to one tenant: whose mail would it be otherwise? */
    private void checkOwner(String tenantId, Network wanted) {
        entities.createQuery(
                        "SELECT c.cidr FROM CredentialEntity c WHERE c.kind = 'ip' AND c.tenantId <> :tenant",
                        String.class)
                .setParameter("tenant", tenantId)
                .getResultStream()
                .map(Network::parse)
                .filter(wanted::overlaps)
                .findFirst()
                .ifPresent(other -> {
                    throw new ConflictException("The network " + wanted + " overlaps with " + other
                            + ", which another tenant has a credential for");
                });
    }

    private static CredentialRequest withScopes(CredentialRequest request) {
        Set<String> scopes = request.kind().equals("api")
                ? request.scopes() == null || request.scopes().isEmpty() ? SCOPES : request.scopes()
                : Set.of();
        return new CredentialRequest(request.name(), request.kind(), scopes, request.cidr(), request.stream());
    }

    private String username(CredentialRequest request) {
        if (request.kind().equals("ip")) {
            return "ip:" + request.cidr() + ":" + randomHex();
        }
        String prefix = request.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        prefix = prefix.replaceAll("^-|-$", "");
        prefix = prefix.substring(0, Math.min(MAX_PREFIX, prefix.length()));
        return (prefix.isEmpty() ? request.kind() : prefix) + "-" + randomHex();
    }

    private String randomHex() {
        byte[] bytes = new byte[SUFFIX_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String randomText(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
