package relay.routing;

import java.net.InetSocketAddress;
import java.util.Optional;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

/** The host that everything goes to instead of MX hosts, when the settings name one. */
public final class Smarthost {
    private static final int SUBMISSIONS = 465;

    private Smarthost() {}

    /** The smarthost; with a login it is spoken to over TLS with a valid certificate only. */
    public static Optional<RemoteHost> of(Configuration configuration) {
        return configuration.find(Settings.SMARTHOST).map(address -> {
            Optional<RemoteHost.Login> login = configuration
                    .find(Settings.SMARTHOST_USER)
                    .map(user -> new RemoteHost.Login(
                            user,
                            configuration.find(Settings.SMARTHOST_PASSWORD).orElse("")));
            TlsRequirement tls = address.getPort() == SUBMISSIONS
                    ? TlsRequirement.IMPLICIT
                    : login.isPresent() ? TlsRequirement.VERIFIED : TlsRequirement.OPPORTUNISTIC;
            return new RemoteHost(address.getHostString(), unresolved(address), tls, login.orElse(null));
        });
    }

    private static InetSocketAddress unresolved(InetSocketAddress address) {
        return InetSocketAddress.createUnresolved(address.getHostString(), address.getPort());
    }
}
