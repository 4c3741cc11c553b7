package relay.it.running;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL server of one's own, in a directory and on a port of its own. */
public final class Postgres implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String OWNER = "postgres";

    private final Path programs;
    private final Path directory;
    private final int port = FreePorts.next();

    private Postgres(Path programs, Path directory) {
        this.programs = programs;
        this.directory = directory;
    }

    /** Makes one and starts it; skips the calling test, with a word, where PostgreSQL is not installed. */
    public static Postgres start() throws IOException, InterruptedException {
        Optional<Path> programs = installed();
        assumeTrue(programs.isPresent(), "PostgreSQL is not installed in " + VERSIONS);
        Postgres server = new Postgres(programs.get(), Files.createTempDirectory("postgres-"));
        if (isRoot()) {
            run(List.of("chown", OWNER, server.directory.toString()));
        }
        server.call("initdb", "-D", server.data(), "-A", "trust", "-U", "relay", "--no-instructions");
        server.begin();
        server.call("createdb", "-h", "127.0.0.1", "-p", Integer.toString(server.port), "-U", "relay", "relay");
        return server;
    }

    private static Optional<Path> installed() throws IOException {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        }
    }

    /** The relay keeps its records here. */
    public RelaySetUp usedBy(RelaySetUp relay) {
        return relay.with("RELAY_DB_URL", "jdbc:postgresql://127.0.0.1:" + port + "/relay")
                .with("RELAY_DB_USER", "relay");
    }

    /** Starts it again, and waits until it takes connections. */
    public void begin() throws IOException, InterruptedException {
        String options = "-p " + port + " -k " + directory + " -c listen_addresses=127.0.0.1";
        call("pg_ctl", "-D", data(), "-l", directory.resolve("log").toString(), "-w", "-o", options, "start");
    }

    /** Ends it as a crash does. */
    public void crash() throws IOException, InterruptedException {
        call("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void call(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + OWNER, "--regid=" + OWNER, "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path words = Files.createTempFile("postgres-", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .redirectOutput(words.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + Files.readString(words, UTF_8));
            }
        } finally {
            Files.delete(words);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            crash();
        } catch (IOException notRunning) {
            // the test has stopped it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
