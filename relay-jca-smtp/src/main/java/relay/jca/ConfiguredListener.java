package relay.jca;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import relay.configuration.Configuration;
import relay.configuration.InvalidSettingException;
import relay.configuration.Network;
import relay.configuration.Settings;
import relay.smtp.listener.AccessLimits;
import relay.smtp.listener.ListenerSettings;
import relay.smtp.listener.StorageLimits;
import relay.smtp.listener.Timeouts;
import relay.smtp.server.SessionLimits;

/** The listener's settings as the relay's configuration has them. */
final class ConfiguredListener {
    private ConfiguredListener() {}

    /** Read from the process's configuration now. */
    static ListenerSettings load() {
        return of(Configuration.load());
    }

    static ListenerSettings of(Configuration configuration) {
        Path certificate = configuration.find(Settings.TLS_CERT).orElse(null);
        Path key = configuration.find(Settings.TLS_KEY).orElse(null);
        if ((certificate == null) != (key == null)) {
            throw new InvalidSettingException("RELAY_TLS_CERT and RELAY_TLS_KEY: must be set both or neither");
        }
        return ListenerSettings.ofDefaults()
                .withBind(bind(configuration))
                .withPorts(ListenerSettings.ports(
                        configuration.get(Settings.SMTP_PORT),
                        configuration.get(Settings.SUBMISSION_PORT),
                        configuration.get(Settings.SUBMISSIONS_PORT)))
                .withHostname(Settings.hostname(configuration))
                .withDataDirectory(configuration.get(Settings.DATA_DIR))
                .withTls(certificate, key)
                .withProxies(proxies(configuration))
                .withLimits(limits(configuration))
                .withTimeouts(timeouts(configuration))
                .withStorage(storage(configuration))
                .withAccess(access(configuration));
    }

    private static InetAddress bind(Configuration configuration) {
        String address = configuration.get(Settings.BIND);
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new InvalidSettingException("RELAY_BIND=" + address + ": must be an address of this machine");
        }
    }

    private static List<Network> proxies(Configuration configuration) {
        return configuration.find(Settings.PROXY_NETWORKS).orElse(List.of());
    }

    private static SessionLimits limits(Configuration configuration) {
        SessionLimits defaults = SessionLimits.ofDefaults();
        return new SessionLimits(
                configuration.get(Settings.MAX_MESSAGE_SIZE),
                configuration.get(Settings.MAX_RECIPIENTS),
                defaults.mostMessages(),
                configuration.get(Settings.MAX_ERRORS),
                defaults.mostIdleCommands(),
                defaults.mostFailedLogins(),
                defaults.longestTextLine(),
                defaults.mostDroppedOctets());
    }

    private static Timeouts timeouts(Configuration configuration) {
        Timeouts defaults = Timeouts.ofDefaults();
        return new Timeouts(
                configuration.get(Settings.COMMAND_TIMEOUT),
                defaults.text(),
                defaults.slowestText(),
                defaults.message(),
                defaults.handshake(),
                defaults.proxyHeader(),
                configuration.get(Settings.STOP_TIMEOUT));
    }

    private static StorageLimits storage(Configuration configuration) {
        StorageLimits defaults = StorageLimits.ofDefaults();
        return new StorageLimits(
                defaults.memoryPerMessage(), defaults.memoryInAll(), configuration.get(Settings.DISK_RESERVE), 0);
    }

    private static AccessLimits access(Configuration configuration) {
        AccessLimits defaults = AccessLimits.ofDefaults();
        return new AccessLimits(
                configuration.get(Settings.MAX_CONNECTIONS),
                configuration.get(Settings.MAX_CONNECTIONS_PER_PEER),
                defaults.freeLoginFailures(),
                defaults.firstLoginWait(),
                defaults.longestLoginWait(),
                defaults.admissionMemory());
    }
}
