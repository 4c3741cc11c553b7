package relay.delivery;

import java.util.List;
import relay.shaping.TlsPolicy;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

/** What the operator's policy makes of hosts: asks more of them than they publish, never less. */
final class Demands {
    private Demands() {}

    /** The hosts that may be tried under a policy; perhaps none. */
    static List<RemoteHost> of(List<RemoteHost> hosts, TlsPolicy policy) {
        return switch (policy) {
            case OPPORTUNISTIC -> hosts;
            case REQUIRED ->
                hosts.stream()
                        .map(host -> raised(host, TlsRequirement.ENCRYPTED))
                        .toList();
            case VERIFIED ->
                hosts.stream()
                        .map(host -> raised(host, TlsRequirement.VERIFIED))
                        .toList();
            case DANE ->
                hosts.stream()
                        .filter(host -> host.tls() == TlsRequirement.DANE || isOurChoice(host.tls()))
                        .toList();
        };
    }

    /** The simulator, and a smarthost with implicit TLS, which the operator has chosen. */
    private static boolean isOurChoice(TlsRequirement tls) {
        return tls == TlsRequirement.NONE || tls == TlsRequirement.IMPLICIT;
    }

    private static RemoteHost raised(RemoteHost host, TlsRequirement least) {
        return switch (host.tls()) {
            case OPPORTUNISTIC -> host.with(least);
            case ENCRYPTED -> least == TlsRequirement.VERIFIED ? host.with(least) : host;
            case NONE, VERIFIED, DANE, IMPLICIT -> host;
        };
    }
}
