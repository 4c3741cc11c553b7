package relay.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.smtp.Content;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;
import relay.smtp.ListenerRole;
import relay.smtp.Peer;
import relay.smtp.Submission;
import relay.tenant.Directory;
import relay.tenant.Tenant;

class PostmasterMailTest {
    private final PostmasterMail kept = new PostmasterMail("relay.example.com", Optional.empty());
    private final PostmasterMail passedOn = new PostmasterMail("relay.example.com", Optional.of("ops@owned.example"));

    private static Directory directory(String... tenants) {
        Map<String, Tenant> byId = new java.util.HashMap<>();
        for (String id : tenants) {
            byId.put(id, new Tenant(id, "tenant " + id, false, null, null));
        }
        return new Directory(byId, List.of(), Map.of(), Map.of("owned.example", "T2"), Map.of(), Set.of(), false);
    }

    private static Submission arrived(String... recipients) {
        Peer peer = new Peer(ListenerRole.TRANSFER, InetAddress.getLoopbackAddress(), 0, "mx", false, null, null);
        return new Submission(
                Envelope.of("them@there.example", List.of(recipients)), Content.of(new byte[0]), peer, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmaster", "Postmaster", "POSTMASTER@Relay.Example.com"})
    void isForThePostmaster(String recipient) {
        assertThat(kept.isMeantBy(recipient)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "postmaster@", "postmaster@else.example", "postmaster2", "root@relay.example.com"})
    void isForSomebodyElse(String recipient) {
        assertThat(kept.isMeantBy(recipient)).isFalse();
    }

    @Test
    void goesToTheAddressForTheTenantThatOwnsItsDomain() {
        Submission submission = passedOn.of(arrived("b+x@bounces.a.example", "postmaster"), directory("T1", "T2"))
                .orElseThrow();
        assertThat(submission.envelope().recipients()).containsExactly(ForwardPath.of("ops@owned.example"));
        assertThat(submission.envelope().reversePath()).isEqualTo("them@there.example");
        assertThat(submission.account().tenantId()).isEqualTo("T2");
        assertThat(submission.account().stream()).isEqualTo("inbound");
    }

    @Test
    void isKeptByTheFirstTenantWhereNobodyGetsIt() {
        Submission submission =
                kept.of(arrived("postmaster"), directory("T2", "T1")).orElseThrow();
        assertThat(submission.envelope().recipients()).containsExactly(ForwardPath.of("postmaster@relay.example.com"));
        assertThat(submission.account().tenantId()).isEqualTo("T1");
    }

    @Test
    void otherMailIsNotTaken() {
        assertThat(kept.of(arrived("b+x@bounces.a.example"), directory("T1"))).isEmpty();
        assertThat(kept.of(arrived("postmaster"), directory())).isEmpty();
    }
}
