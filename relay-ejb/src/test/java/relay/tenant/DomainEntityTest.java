package relay.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DomainEntityTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static DomainEntity trusted(String name) {
        DomainEntity domain = new DomainEntity("id", "tenant", name, "token", NOW);
        domain.takeReports(true, NOW);
        return domain;
    }

    @Test
    void takesReportsAsLongAsItsReturnPathPointsHere() {
        DomainEntity domain = trusted("example.com");
        assertThat(domain.takesReports()).isTrue();
        domain.takeReports(false, NOW);
        assertThat(domain.takesReports()).isFalse();
    }

    @Test
    void theDemonstrationDomainHasNoDnsToLoseItsReturnPathBy() {
        DomainEntity domain = trusted("demo.test");
        domain.takeReports(false, NOW);
        assertThat(domain.takesReports()).isTrue();
    }
}
