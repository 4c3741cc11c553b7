package relay.smtp.listener;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import relay.configuration.Network;
import relay.smtp.ListenerRole;
import relay.smtp.server.SessionLimits;

/**
 * All that can be set on the listeners.
 *
 * @param bind address that they listen on
 * @param ports the port of each role; 0 for any free one; a role that is absent is not served
 * @param hostname our name in greetings and replies, and in a self-signed certificate
 * @param dataDirectory holds {@code spool/} and {@code tls/}
 * @param tlsCertificate PEM file with the certificate chain, or null for a self-signed certificate
 * @param tlsKey PEM file with the private key, or null with {@code tlsCertificate}
 * @param admitting roles in which a peer's network alone may be its credential
 * @param proxies networks whose connections begin with a PROXY header; from others none is accepted
 * @param limits of a session
 * @param timeouts of a connection
 * @param storage limits of messages under way
 * @param access limits across sessions
 * @param ioThreads threads that serve the sockets
 */
public record ListenerSettings(
        InetAddress bind,
        Map<ListenerRole, Integer> ports,
        String hostname,
        Path dataDirectory,
        Path tlsCertificate,
        Path tlsKey,
        Set<ListenerRole> admitting,
        List<Network> proxies,
        SessionLimits limits,
        Timeouts timeouts,
        StorageLimits storage,
        AccessLimits access,
        int ioThreads) {
    public static final int DEFAULT_SMTP_PORT = 2525;
    public static final int DEFAULT_SUBMISSION_PORT = 2587;
    public static final int DEFAULT_SUBMISSIONS_PORT = 2465;
    public static final Path DEFAULT_DATA_DIRECTORY = Path.of("relay-data");
    public static final Set<ListenerRole> DEFAULT_ADMITTING = Set.of(ListenerRole.values());

    private static final int MOST_PORT = 65_535;

    public ListenerSettings {
        EnumMap<ListenerRole, Integer> copy = new EnumMap<>(ListenerRole.class);
        copy.putAll(ports);
        copy.forEach(ListenerSettings::checkPort);
        ports = Map.copyOf(copy);
        admitting = Set.copyOf(admitting);
        proxies = List.copyOf(proxies);
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw new IllegalArgumentException("TLS certificate and key must be set both or neither");
        }
        if (hostname.isBlank()) {
            throw new IllegalArgumentException("hostname is empty");
        }
        if (ioThreads < 1) {
            throw new IllegalArgumentException("ioThreads is " + ioThreads + ", must be at least 1");
        }
    }

    /** The defaults, on the loopback address. */
    public static ListenerSettings ofDefaults() {
        return new ListenerSettings(
                InetAddress.getLoopbackAddress(),
                ports(DEFAULT_SMTP_PORT, DEFAULT_SUBMISSION_PORT, DEFAULT_SUBMISSIONS_PORT),
                localHostname(),
                DEFAULT_DATA_DIRECTORY,
                null,
                null,
                DEFAULT_ADMITTING,
                List.of(),
                SessionLimits.ofDefaults(),
                Timeouts.ofDefaults(),
                StorageLimits.ofDefaults(),
                AccessLimits.ofDefaults(),
                Runtime.getRuntime().availableProcessors());
    }

    /** One port for each role. */
    public static Map<ListenerRole, Integer> ports(int transfer, int submission, int submissions) {
        return Map.of(
                ListenerRole.TRANSFER, transfer,
                ListenerRole.SUBMISSION, submission,
                ListenerRole.SUBMISSIONS, submissions);
    }

    /** The same on another address. */
    public ListenerSettings withBind(InetAddress address) {
        return new ListenerSettings(
                address,
                ports,
                hostname,
                dataDirectory,
                tlsCertificate,
                tlsKey,
                admitting,
                proxies,
                limits,
                timeouts,
                storage,
                access,
                ioThreads);
    }

    /** The same on other ports. */
    public ListenerSettings withPorts(Map<ListenerRole, Integer> others) {
        return new ListenerSettings(
                bind,
                others,
                hostname,
                dataDirectory,
                tlsCertificate,
                tlsKey,
                admitting,
                proxies,
                limits,
                timeouts,
                storage,
                access,
                ioThreads);
    }

    /** The same under another name. */
    public ListenerSettings withHostname(String name) {
        return new ListenerSettings(
                bind,
                ports,
                name,
                dataDirectory,
                tlsCertificate,
                tlsKey,
                admitting,
                proxies,
                limits,
                timeouts,
                storage,
                access,
                ioThreads);
    }

    /** The same with another data directory. */
    public ListenerSettings withDataDirectory(Path directory) {
        return new ListenerSettings(
                bind,
                ports,
                hostname,
                directory,
                tlsCertificate,
                tlsKey,
                admitting,
                proxies,
                limits,
                timeouts,
                storage,
                access,
                ioThreads);
    }

    /** The same with another certificate; both null for a self-signed one. */
    public ListenerSettings withTls(Path certificate, Path key) {
        return new ListenerSettings(
                bind,
                ports,
                hostname,
                dataDirectory,
                certificate,
                key,
                admitting,
                proxies,
                limits,
                timeouts,
                storage,
                access,
                ioThreads);
    }

    /** The same, where a peer's network may be its credential in these roles only. */
    public ListenerSettings withAdmitting(Set<ListenerRole> roles) {
        return new ListenerSettings(
                bind,
                ports,
                hostname,
                dataDirectory,
                tlsCertificate,
                tlsKey,
                roles,
                proxies,
                limits,
                timeouts,
                storage,
                access,
                ioThreads);
    }

    /** The same with other proxies. */
    public ListenerSettings withProxies(List<Network> networks) {
        return new ListenerSettings(
                bind,
                ports,
                hostname,
                dataDirectory,
                tlsCertificate,
                tlsKey,
                admitting,
                networks,
                limits,
                timeouts,
                storage,
                access,
                ioThreads);
    }

    /** The same with other limits of a session. */
    public ListenerSettings withLimits(SessionLimits others) {
        return new ListenerSettings(
                bind,
                ports,
                hostname,
                dataDirectory,
                tlsCertificate,
                tlsKey,
                admitting,
                proxies,
                others,
                timeouts,
                storage,
                access,
                ioThreads);
    }

    /** The same with other timeouts. */
    public ListenerSettings withTimeouts(Timeouts others) {
        return new ListenerSettings(
                bind,
                ports,
                hostname,
                dataDirectory,
                tlsCertificate,
                tlsKey,
                admitting,
                proxies,
                limits,
                others,
                storage,
                access,
                ioThreads);
    }

    /** The same with other limits of messages under way. */
    public ListenerSettings withStorage(StorageLimits others) {
        return new ListenerSettings(
                bind,
                ports,
                hostname,
                dataDirectory,
                tlsCertificate,
                tlsKey,
                admitting,
                proxies,
                limits,
                timeouts,
                others,
                access,
                ioThreads);
    }

    /** The same with other limits across sessions. */
    public ListenerSettings withAccess(AccessLimits others) {
        return new ListenerSettings(
                bind,
                ports,
                hostname,
                dataDirectory,
                tlsCertificate,
                tlsKey,
                admitting,
                proxies,
                limits,
                timeouts,
                storage,
                others,
                ioThreads);
    }

    /** Our ports, save those that are given here; null leaves a port as it is. */
    public Map<ListenerRole, Integer> portsWith(Integer transfer, Integer submission, Integer submissions) {
        Map<ListenerRole, Integer> merged = new EnumMap<>(ListenerRole.class);
        merged.putAll(ports);
        put(merged, ListenerRole.TRANSFER, transfer);
        put(merged, ListenerRole.SUBMISSION, submission);
        put(merged, ListenerRole.SUBMISSIONS, submissions);
        return merged;
    }

    /** The roles that are served, in the order of their declaration. */
    Set<ListenerRole> roles() {
        EnumSet<ListenerRole> roles = EnumSet.noneOf(ListenerRole.class);
        roles.addAll(ports.keySet());
        return roles;
    }

    boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(network -> network.contains(address));
    }

    private static void put(Map<ListenerRole, Integer> ports, ListenerRole role, Integer port) {
        if (port != null) {
            ports.put(role, port);
        }
    }

    private static void checkPort(ListenerRole role, int port) {
        if (port < 0 || port > MOST_PORT) {
            throw new IllegalArgumentException("port of " + role + " is " + port + ", must be from 0 to " + MOST_PORT);
        }
    }

    private static String localHostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
