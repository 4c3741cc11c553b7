package relay.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A tenant as it is stored. */
@Entity
@Table(name = "tenant")
public class TenantEntity {
    static final String ACTIVE = "active";
    static final String SUSPENDED = "suspended";

    @Id
    private String id;

    private String name;
    private String status = ACTIVE;

    @Column(name = "per_hour")
    private Integer perHour;

    @Column(name = "per_day")
    private Integer perDay;

    @Column(name = "created_at")
    private long createdAt;

    protected TenantEntity() {}

    TenantEntity(String id, String name, Integer perHour, Integer perDay, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.perHour = limit(perHour, null);
        this.perDay = limit(perDay, null);
        this.createdAt = createdAt.toEpochMilli();
    }

    void change(TenantChange change) {
        name = change.name() == null ? name : change.name();
        status = change.status() == null ? status : change.status();
        perHour = limit(change.perHour(), perHour);
        perDay = limit(change.perDay(), perDay);
    }

    private static Integer limit(Integer wanted, Integer present) {
        if (wanted == null) {
            return present;
        }
        return wanted == 0 ? null : wanted;
    }

    public String getId() {
        return id;
    }

    public String getName() {
        return name;
    }

    /** {@code active} or {@code suspended}. */
    public String getStatus() {
        return status;
    }

    /** Recipients an hour, or null for no limit. */
    public Integer getPerHour() {
        return perHour;
    }

    /** Recipients a day, or null for no limit. */
    public Integer getPerDay() {
        return perDay;
    }

    public Instant getCreatedAt() {
        return Instant.ofEpochMilli(createdAt);
    }
}
