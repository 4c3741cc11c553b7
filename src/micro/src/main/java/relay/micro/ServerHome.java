package relay.micro;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import relay.configuration.Configuration;
import relay.configuration.Settings;

/** The server's own directory below the data directory: its archives, its boot commands, its instance. */
final class ServerHome {
    /** Adapters first: the application's beans listen to them. */
    private static final List<String> ARCHIVES = List.of("relay-broker.rar", "relay-jca-smtp.rar", "relay.war");

    /**
     * What the server keeps of an earlier start. It would start the applications of then, and replace them by those of
     * now while mail is already coming in.
     */
    private static final List<String> STALE = List.of("applications", "config", "generated");

    private final Path directory;

    ServerHome(Path directory) {
        this.directory = directory;
    }

    /** Writes what the server needs and returns its command line. */
    String[] prepare(Configuration configuration, String[] more) throws IOException {
        Path archives = Files.createDirectories(directory.resolve("archives"));
        for (String archive : ARCHIVES) {
            unpack(archive, archives);
        }
        Path commands = Files.writeString(directory.resolve("pre-boot.txt"), preBoot(configuration));
        Path root = Files.createDirectories(directory.resolve("instance"));
        for (String stale : STALE) {
            delete(root.resolve(stale));
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--rootdir",
                root.toString(),
                "--nocluster",
                "--disablephonehome",
                "--port",
                Integer.toString(configuration.get(Settings.HTTP_PORT)),
                "--prebootcommandfile",
                commands.toString()));
        for (String archive : ARCHIVES) {
            if (!isGiven(archive, more)) {
                arguments.addAll(List.of("--deploy", archives.resolve(archive).toString()));
            }
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** Whether the command line brings an archive of this name, which then takes the place of ours. */
    private static boolean isGiven(String archive, String[] more) {
        return Stream.of(more)
                .anyMatch(argument -> argument.endsWith(".war")
                        && Path.of(argument).getFileName().toString().equals(archive));
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void unpack(String archive, Path directory) throws IOException {
        try (InputStream in = ServerHome.class.getResourceAsStream("/relay-archives/" + archive)) {
            if (in == null) {
                throw new IOException("relay.jar is incomplete: " + archive + " is missing");
            }
            Files.copy(in, directory.resolve(archive), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String preBoot(Configuration configuration) {
        return String.join(
                "\n",
                "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address="
                        + configuration.get(Settings.BIND),
                // without a cluster, no port for one
                "set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false",
                // /health, /metrics and the API's document are the application's, the same on every server
                // the batch repository, without H2's own listener
                "set resources.jdbc-connection-pool.H2Pool.property.URL=jdbc:h2:${com.sun.aas.instanceRoot}/lib/databases/embedded_default",
                "set-microprofile-healthcheck-configuration --enabled=false",
                "set configs.config.server-config.microprofile-metrics-configuration.enabled=false",
                "set-openapi-configuration --enabled=false",
                "");
    }
}
