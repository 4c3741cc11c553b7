package relay.database;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL of the machine's own, in a temporary directory, for one test run. */
final class PostgresServer {
    private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";

    private final Path binaries;
    private final Path directory;
    private final int port;

    private PostgresServer(Path binaries, Path directory, int port) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
    }

    /** A running server, or empty, with a word, where PostgreSQL is not installed. */
    static Optional<PostgresServer> start() {
        Optional<Path> binaries = binaries();
        if (binaries.isEmpty()) {
            System.out.println("PostgreSQL is not installed below " + INSTALLATIONS + ": tested with H2 only");
            return Optional.empty();
        }
        try {
            PostgresServer server =
                    new PostgresServer(binaries.get(), Files.createTempDirectory("relay-postgres"), freePort());
            server.initialise();
            return Optional.of(server);
        } catch (IOException e) {
            System.out.println("PostgreSQL does not start (" + e.getMessage() + "): tested with H2 only");
            return Optional.empty();
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private void initialise() throws IOException {
        if (isRoot()) {
            run(List.of("chown", USER, directory.toString()));
        }
        Path data = directory.resolve("data");
        asUser("initdb", "-D", data.toString(), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync");
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories="
                + directory + " -c max_prepared_transactions=20";
        asUser(
                "pg_ctl",
                "-D",
                data.toString(),
                "-w",
                "-l",
                directory.resolve("log").toString(),
                "-o",
                options,
                "start");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data)));
    }

    private void stop(Path data) {
        try (Stream<Path> files = Files.walk(directory)) {
            asUser("pg_ctl", "-D", data.toString(), "-m", "immediate", "stop");
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            System.out.println("PostgreSQL was not stopped: " + e.getMessage());
        }
    }

    private static Optional<Path> binaries() {
        try (Stream<Path> versions = Files.list(INSTALLATIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.naturalOrder());
        } catch (IOException notInstalled) {
            return Optional.empty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** PostgreSQL refuses to run as root. */
    private void asUser(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private void run(List<String> command) throws IOException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
