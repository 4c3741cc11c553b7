package relay.web.domain;

import java.time.Instant;
import java.util.List;
import relay.tenant.DnsRecord;
import relay.tenant.DomainEntity;

/**
 * A domain as it is shown.
 *
 * @param name in its ASCII form
 * @param verified whether the tenant has proved that it is theirs
 * @param createdAt when
 * @param dns the records that it needs, with what the DNS has where that was asked
 */
public record DomainView(String name, boolean verified, Instant createdAt, List<DnsRecord> dns) {
    static DomainView of(DomainEntity domain, List<DnsRecord> dns) {
        return new DomainView(domain.getName(), domain.isVerified(), domain.getCreatedAt(), dns);
    }
}
