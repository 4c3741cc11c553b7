package relay.start;

import java.util.concurrent.Executor;
import relay.configuration.Configuration;
import relay.configuration.Settings;
import relay.smtp.client.ClientSettings;
import relay.smtp.client.NettySmtpClient;
import relay.smtp.client.SmtpClient;

/** The outbound client as the settings want it. */
final class SmtpClients {
    private SmtpClients() {}

    static SmtpClient open(Configuration configuration, String hostname, Executor workers) {
        ClientSettings settings = ClientSettings.ofDefaults(hostname);
        return new NettySmtpClient(
                settings.withTimeouts(settings.timeouts().withConnect(configuration.get(Settings.CONNECT_TIMEOUT))),
                workers,
                TrustedAuthorities.of(configuration).orElse(null));
    }
}
