package relay.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import relay.configuration.Network;
import relay.smtp.Account;
import relay.smtp.sasl.ScramSha256;

class DirectoryTest {
    private final Directory directory = new Directory(
            Map.of("A", new Tenant("A", "a", false, null, null), "B", new Tenant("B", "b", true, null, null)),
            List.of(
                    smtp("1", "A", "alice"),
                    smtp("2", "B", "bob"),
                    network("3", "A", "10.0.0.0/8"),
                    network("4", "B", "10.1.0.0/16")),
            Map.of("abc", smtp("1", "A", "alice")),
            Map.of("a.example", "A", "b.example", "B"),
            Map.of(),
            Set.of("a.example"),
            false);

    private static Credential smtp(String id, String tenant, String username) {
        return new Credential(
                id,
                tenant,
                Credential.Kind.SMTP,
                username,
                ScramSha256.verifier("password"),
                null,
                Set.of(),
                "transactional");
    }

    private static Credential network(String id, String tenant, String cidr) {
        return new Credential(
                id, tenant, Credential.Kind.IP, "ip:" + cidr, null, Network.parse(cidr), Set.of(), "transactional");
    }

    @Test
    void anAccountMaySendFromTheVerifiedDomainsOfItsTenant() {
        Account alice = directory.account("alice").orElseThrow();
        assertThat(alice.maySendFrom("me@A.example")).isTrue();
        assertThat(alice.maySendFrom("me@b.example")).isFalse();
        assertThat(alice.maySendFrom("")).isTrue();
        assertThat(alice.refusal()).isNull();
    }

    @Test
    void aSuspendedTenantIsRefusedWithWords() {
        assertThat(directory.account("bob").orElseThrow().refusal().text()).contains("suspended");
    }

    @Test
    void aNetworkIsNoUser() {
        assertThat(directory.account("ip:10.0.0.0/8")).isEmpty();
        assertThat(directory.account("nobody")).isEmpty();
    }

    @Test
    void theNarrowestNetworkAdmits() throws UnknownHostException {
        assertThat(directory
                        .admit(InetAddress.getByName("10.1.2.3"))
                        .orElseThrow()
                        .credentialId())
                .isEqualTo("4");
        assertThat(directory
                        .admit(InetAddress.getByName("10.2.2.3"))
                        .orElseThrow()
                        .credentialId())
                .isEqualTo("3");
        assertThat(directory.admit(InetAddress.getByName("192.0.2.1"))).isEmpty();
    }

    @Test
    void knowsWhereReportsComeBack() {
        assertThat(directory.takesReports("a.example")).isTrue();
        assertThat(directory.takesReports("b.example")).isFalse();
    }
}
