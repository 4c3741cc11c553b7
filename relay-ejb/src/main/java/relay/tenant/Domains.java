package relay.tenant;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.net.IDN;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.dkim.DkimAlgorithm;
import relay.dkim.DkimKeyPair;
import relay.queue.QueueIds;
import relay.report.ReturnPath;
import relay.routing.Dns;
import relay.secret.SecretBox;

/** Sending domains of a tenant and their DKIM keys. */
@Stateless
public class Domains {
    private static final Pattern NAME =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}");
    private static final DateTimeFormatter SELECTOR_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration TO_SHOW = Duration.ofSeconds(3);
    private static final Duration TO_VERIFY = Duration.ofSeconds(15);
    private static final int TOKEN_BYTES = 16;
    private static final int SELECTOR_BYTES = 2;

    private final SecureRandom random = new SecureRandom();

    @PersistenceContext(unitName = "relay")
    private EntityManager entities;

    @Inject
    private DirectoryChanges changes;

    @Inject
    private QueueIds ids;

    @Inject
    private Clock clock;

    @Inject
    private SecretBox secrets;

    @Inject
    private Dns dns;

    @Inject
    private Configuration configuration;

    /**
     * A new domain of this tenant, with an RSA and an Ed25519 key.
     *
     * @throws InvalidRequestException when the name is no domain name
     * @throws ConflictException when the tenant has it already, or another tenant has verified it
     */
    public DomainEntity create(String tenantId, String name) {
        String ascii = ascii(name);
        if (find(tenantId, ascii).isPresent()) {
            throw new ConflictException("The domain " + ascii + " exists already");
        }
        if (isVerifiedByAnother(tenantId, ascii)) {
            throw new ConflictException("The domain " + ascii + " belongs to another tenant");
        }
        DomainEntity domain = new DomainEntity(ids.next(), tenantId, ascii, randomHex(TOKEN_BYTES), clock.instant());
        addKeys(domain, DkimKeyEntity.ACTIVE);
        entities.persist(domain);
        changes.announce();
        return domain;
    }

    /** Domains of a tenant by name, after this one. */
    public List<DomainEntity> list(String tenantId, String after, int limit) {
        return entities.createQuery(
                        "SELECT d FROM DomainEntity d WHERE d.tenantId = :tenant AND d.name > :after ORDER BY d.name",
                        DomainEntity.class)
                .setParameter("tenant", tenantId)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    public Optional<DomainEntity> find(String tenantId, String name) {
        return entities.createQuery(
                        "SELECT d FROM DomainEntity d WHERE d.tenantId = :tenant AND d.name = :name",
                        DomainEntity.class)
                .setParameter("tenant", tenantId)
                .setParameter("name", name.toLowerCase(Locale.ROOT))
                .getResultStream()
                .findFirst();
    }

    /** The records that a domain needs, not looked up. */
    public List<DnsRecord> needed(DomainEntity domain) {
        return recordsOf().of(domain);
    }

    /** The records that a domain needs, looked up now, for somebody who looks on. */
    public List<DnsRecord> records(DomainEntity domain) {
        return recordsOf().check(domain, TO_SHOW);
    }

    /** Looks the records up; proof of ownership verifies the domain, published pending keys begin to sign. */
    public Optional<DomainEntity> verify(String tenantId, String name) {
        Optional<DomainEntity> found = find(tenantId, name);
        found.ifPresent(domain -> {
            List<DnsRecord> records = recordsOf().check(domain, TO_VERIFY);
            if (!domain.isVerified() && isOk(records, "_relay." + domain.getName())) {
                if (isVerifiedByAnother(tenantId, domain.getName())) {
                    throw new ConflictException("The domain " + domain.getName() + " belongs to another tenant");
                }
                domain.verify(clock.instant());
            }
            domain.takeReports(isOk(records, ReturnPath.HOST + domain.getName()), clock.instant());
            promote(domain, records);
            changes.announce();
        });
        return found;
    }

    /** Verifies without asking the DNS, for the demonstration domain. */
    public void trust(DomainEntity domain) {
        DomainEntity managed = entities.merge(domain);
        managed.verify(clock.instant());
        managed.takeReports(true, clock.instant());
        changes.announce();
    }

    /** New keys, which sign once their records are published and verified; the present ones sign until then. */
    public Optional<DomainEntity> rotate(String tenantId, String name) {
        Optional<DomainEntity> found = find(tenantId, name);
        found.ifPresent(domain -> {
            addKeys(domain, DkimKeyEntity.PENDING);
            changes.announce();
        });
        return found;
    }

    public boolean remove(String tenantId, String name) {
        Optional<DomainEntity> found = find(tenantId, name);
        found.ifPresent(domain -> {
            entities.remove(domain);
            changes.announce();
        });
        return found.isPresent();
    }

    private static void promote(DomainEntity domain, List<DnsRecord> records) {
        for (DkimKeyEntity key : domain.getKeys()) {
            String name = key.getSelector() + "._domainkey." + domain.getName();
            if (key.getState().equals(DkimKeyEntity.PENDING) && isOk(records, name)) {
                retire(domain, key.getAlgorithm());
                key.become(DkimKeyEntity.ACTIVE);
            }
        }
    }

    private static void retire(DomainEntity domain, String algorithm) {
        domain.getKeys().stream()
                .filter(key -> key.getState().equals(DkimKeyEntity.ACTIVE)
                        && key.getAlgorithm().equals(algorithm))
                .forEach(key -> key.become(DkimKeyEntity.RETIRED));
    }

    private static boolean isOk(List<DnsRecord> records, String name) {
        return records.stream()
                .anyMatch(
                        record -> record.name().equals(name) && record.status().equals(DnsRecord.OK));
    }

    private void addKeys(DomainEntity domain, String state) {
        String date = SELECTOR_DATE.format(clock.instant()) + randomHex(SELECTOR_BYTES);
        for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
            DkimKeyPair pair = DkimKeyPair.generate(algorithm);
            domain.add(new DkimKeyEntity(
                    ids.next(),
                    domain,
                    algorithm.keyType().charAt(0) + date,
                    algorithm.name(),
                    secrets.encrypt(pair.pkcs8()),
                    pair.record(),
                    state,
                    clock.instant()));
        }
    }

    private DomainRecords recordsOf() {
        return new DomainRecords(dns, Settings.hostname(configuration));
    }

    private boolean isVerifiedByAnother(String tenantId, String name) {
        return !entities.createQuery(
                        "SELECT d.id FROM DomainEntity d WHERE d.name = :name AND d.verifiedAt IS NOT NULL"
                                + " AND d.tenantId <> :tenant",
                        String.class)
                .setParameter("name", name)
                .setParameter("tenant", tenantId)
                .getResultList()
                .isEmpty();
    }

    private static String ascii(String name) {
        try {
            String ascii = IDN.toASCII(name == null ? "" : name.trim()).toLowerCase(Locale.ROOT);
            if (NAME.matcher(ascii).matches()) {
                return ascii;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new InvalidRequestException("name", "name must be a domain name such as example.com");
    }

    private String randomHex(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
