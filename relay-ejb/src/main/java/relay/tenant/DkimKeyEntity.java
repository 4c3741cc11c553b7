package relay.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;

/** A DKIM key of a domain; its private half is encrypted. */
@Entity
@Table(name = "dkim_key")
public class DkimKeyEntity {
    /** Signs. */
    static final String ACTIVE = "active";
    /** Waits until its record is published. */
    static final String PENDING = "pending";
    /** Signs no more; its record stays published until mail under way has arrived. */
    static final String RETIRED = "retired";

    @Id
    private String id;

    @ManyToOne
    @JoinColumn(name = "domain_id")
    private DomainEntity domain;

    private String selector;
    private String algorithm;

    @Column(name = "private_key")
    private byte[] privateKey;

    @Column(name = "dns_value")
    private String dnsValue;

    private String state;

    @Column(name = "created_at")
    private long createdAt;

    protected DkimKeyEntity() {}

    DkimKeyEntity(
            String id,
            DomainEntity domain,
            String selector,
            String algorithm,
            byte[] privateKey,
            String dnsValue,
            String state,
            Instant createdAt) {
        this.id = id;
        this.domain = domain;
        this.selector = selector;
        this.algorithm = algorithm;
        this.privateKey = privateKey.clone();
        this.dnsValue = dnsValue;
        this.state = state;
        this.createdAt = createdAt.toEpochMilli();
    }

    void become(String newState) {
        state = newState;
    }

    public String getSelector() {
        return selector;
    }

    public String getAlgorithm() {
        return algorithm;
    }

    /** The TXT record that publishes it. */
    public String getDnsValue() {
        return dnsValue;
    }

    /** {@code active}, {@code pending} or {@code retired}. */
    public String getState() {
        return state;
    }

    public Instant getCreatedAt() {
        return Instant.ofEpochMilli(createdAt);
    }

    byte[] getPrivateKey() {
        return privateKey.clone();
    }

    DomainEntity getDomain() {
        return domain;
    }

    String getId() {
        return id;
    }
}
