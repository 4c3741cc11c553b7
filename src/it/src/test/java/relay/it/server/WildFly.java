package relay.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import relay.it.running.FreePorts;

/** WildFly, prepared by the script of {@code src/server}. */
final class WildFly implements AppServer {
    private static final int STOP_MINUTES = 2;

    private final Path home;
    private final Commands commands;
    private final int httpPort;
    private Process process;

    WildFly(Path home, Path script, List<Path> applications, Commands commands, int httpPort)
            throws IOException, InterruptedException {
        this.home = home;
        this.commands = commands;
        this.httpPort = httpPort;
        commands.run("bash", script.toString(), home.toString());
        for (Path application : applications) {
            Files.copy(
                    application,
                    home.resolve("standalone").resolve("deployments").resolve(application.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void start() throws IOException {
        process = commands.begin(
                home.resolve("bin").resolve("standalone.sh").toString(),
                "-b",
                "127.0.0.1",
                "-bmanagement",
                "127.0.0.1",
                "-Djboss.http.port=" + httpPort,
                "-Djboss.https.port=" + FreePorts.next(),
                "-Djboss.management.http.port=" + FreePorts.next());
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        if (!process.waitFor(STOP_MINUTES, TimeUnit.MINUTES)) {
            throw new IOException("WildFly does not stop; see " + commands.log());
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
