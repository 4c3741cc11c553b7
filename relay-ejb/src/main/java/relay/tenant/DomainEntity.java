package relay.tenant;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import relay.routing.Router;

/** A domain that a tenant sends from, or wants to. */
@Entity
@Table(name = "sending_domain")
public class DomainEntity {
    @Id
    private String id;

    @Column(name = "tenant_id")
    private String tenantId;

    private String name;

    @Column(name = "ownership_token")
    private String ownershipToken;

    @Column(name = "verified_at")
    private Long verifiedAt;

    @Column(name = "return_path_verified_at")
    private Long returnPathVerifiedAt;

    @Column(name = "created_at")
    private long createdAt;

    @OneToMany(mappedBy = "domain", cascade = CascadeType.ALL, orphanRemoval = true, fetch = FetchType.EAGER)
    @OrderBy("id")
    private List<DkimKeyEntity> keys = new ArrayList<>();

    protected DomainEntity() {}

    DomainEntity(String id, String tenantId, String name, String ownershipToken, Instant createdAt) {
        this.id = id;
        this.tenantId = tenantId;
        this.name = name;
        this.ownershipToken = ownershipToken;
        this.createdAt = createdAt.toEpochMilli();
    }

    void verify(Instant at) {
        verifiedAt = at.toEpochMilli();
    }

    /** Reports come back to us from now on, or no longer; no DNS says so of the domains that stay inside the process. */
    void takeReports(boolean take, Instant at) {
        if (take || !Router.SIMULATED.contains(name)) {
            returnPathVerifiedAt = take ? at.toEpochMilli() : null;
        }
    }

    boolean takesReports() {
        return returnPathVerifiedAt != null;
    }

    void add(DkimKeyEntity key) {
        keys.add(key);
    }

    public String getId() {
        return id;
    }

    public String getTenantId() {
        return tenantId;
    }

    /** In lower case, in its ASCII form. */
    public String getName() {
        return name;
    }

    String getOwnershipToken() {
        return ownershipToken;
    }

    public boolean isVerified() {
        return verifiedAt != null;
    }

    public Instant getCreatedAt() {
        return Instant.ofEpochMilli(createdAt);
    }

    /** All keys, oldest first. */
    public List<DkimKeyEntity> getKeys() {
        return keys;
    }
}
