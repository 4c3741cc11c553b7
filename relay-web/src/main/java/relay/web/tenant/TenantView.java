package relay.web.tenant;

import java.time.Instant;
import relay.tenant.TenantEntity;

/**
 * A tenant as it is shown.
 *
 * @param id identity, for the header Relay-Tenant
 * @param name for people
 * @param status active or suspended
 * @param perHour recipients an hour, or null for no limit
 * @param perDay recipients a day, or null for no limit
 * @param createdAt when
 */
public record TenantView(String id, String name, String status, Integer perHour, Integer perDay, Instant createdAt) {
    static TenantView of(TenantEntity tenant) {
        return new TenantView(
                tenant.getId(),
                tenant.getName(),
                tenant.getStatus(),
                tenant.getPerHour(),
                tenant.getPerDay(),
                tenant.getCreatedAt());
    }
}
