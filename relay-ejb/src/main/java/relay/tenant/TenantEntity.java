package relay.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A tenant as it is stored. */
@Entity
@Table(name = "tenant")
public class TenantEntity {
    @Id
    private String id;

    private String name;
    private String status;

    @Column(name = "per_hour")
    private Integer perHour;

    @Column(name = "per_day")
    private Integer perDay;

    @Column(name = "created_at")
    private long createdAt;

    protected TenantEntity() {}

    public String getId() {
        return id;
    }
}
