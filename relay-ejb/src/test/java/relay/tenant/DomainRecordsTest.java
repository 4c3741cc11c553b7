package relay.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import relay.routing.Dns;

class DomainRecordsTest {
    /** A DNS that never answers. */
    private static final class SilentDns implements Dns {
        @Override
        public CompletionStage<Answer<Mx>> mx(String domain) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Answer<InetAddress>> addresses(String host) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Answer<String>> txt(String name) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Answer<String>> cname(String name) {
            return new CompletableFuture<>();
        }
    }

    @Test
    void doesNotWaitForADnsThatIsSilent() {
        DomainEntity domain = new DomainEntity("id", "tenant", "example.com", "token", Instant.EPOCH);
        assertThat(new DomainRecords(new SilentDns(), "relay.example").check(domain, Duration.ofMillis(1)))
                .hasSize(5)
                .allMatch(record -> record.status().equals(DnsRecord.UNKNOWN));
    }
}
