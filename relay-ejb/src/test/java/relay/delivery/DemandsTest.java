package relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.shaping.TlsPolicy;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

class DemandsTest {
    @ParameterizedTest
    @CsvSource({
        "OPPORTUNISTIC, OPPORTUNISTIC ENCRYPTED VERIFIED DANE IMPLICIT NONE",
        "REQUIRED, ENCRYPTED ENCRYPTED VERIFIED DANE IMPLICIT NONE",
        "VERIFIED, VERIFIED VERIFIED VERIFIED DANE IMPLICIT NONE",
        "DANE, DANE IMPLICIT NONE",
    })
    void asksMoreNeverLess(TlsPolicy policy, String asked) {
        List<RemoteHost> hosts = Arrays.stream(new TlsRequirement[] {
                    TlsRequirement.OPPORTUNISTIC,
                    TlsRequirement.ENCRYPTED,
                    TlsRequirement.VERIFIED,
                    TlsRequirement.DANE,
                    TlsRequirement.IMPLICIT,
                    TlsRequirement.NONE
                })
                .map(tls ->
                        new RemoteHost("mx", new InetSocketAddress(InetAddress.getLoopbackAddress(), 25), tls, null))
                .toList();
        assertThat(Demands.of(hosts, policy).stream()
                        .map(host -> host.tls().name())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(asked);
    }
}
