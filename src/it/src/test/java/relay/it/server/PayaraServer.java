package relay.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Payara Server with a domain of its own, prepared by the script of {@code src/server}. */
final class PayaraServer implements AppServer {
    private static final String DOMAIN = "relay";
    private static final int ADMIN = 48;
    /** What {@code --portbase} adds for the web listener. */
    static final int HTTP = 80;
    /** How many ports from its base on a domain may take. */
    static final int PORTS = 100;

    private final Path home;
    private final Path script;
    private final Path ear;
    private final Path application;
    private final Commands commands;
    private final int portBase;
    private boolean deployed;

    PayaraServer(Path home, Path script, Path ear, Path application, Commands commands, int portBase)
            throws IOException, InterruptedException {
        this.home = home;
        this.script = script;
        this.ear = ear;
        this.application = application;
        this.commands = commands;
        this.portBase = portBase;
        asadmin().resolve("asadmin").toFile().setExecutable(true);
        removeDomain();
        commands.run(command(), "create-domain", "--portbase", Integer.toString(portBase), "--nopassword", DOMAIN);
        listenOnLoopbackOnly();
    }

    private Path asadmin() {
        return home.resolve("bin");
    }

    private String command() {
        return asadmin().resolve("asadmin").toString();
    }

    private void removeDomain() throws InterruptedException {
        commands.tryRun(command(), "stop-domain", "--kill=true", DOMAIN);
        commands.tryRun(command(), "delete-domain", DOMAIN);
    }

    private void listenOnLoopbackOnly() throws IOException {
        Path file = home.resolve("glassfish")
                .resolve("domains")
                .resolve(DOMAIN)
                .resolve("config")
                .resolve("domain.xml");
        String text = Files.readString(file)
                .replace("<network-listener ", "<network-listener address=\"127.0.0.1\" ")
                .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"");
        Files.writeString(
                file, text.replaceAll("(<network-listener address=\"127.0.0.1\"[^>]*) address=\"127.0.0.1\"", "$1"));
    }

    @Override
    public void start() throws IOException, InterruptedException {
        commands.run(command(), "start-domain", DOMAIN);
        if (!deployed) {
            String admin = Integer.toString(portBase + ADMIN);
            commands.run("bash", script.toString(), home.toString(), DOMAIN, admin);
            commands.run(command(), "--port", admin, "deploy", "--name", "relay", ear.toString());
            commands.run(command(), "--port", admin, "deploy", application.toString());
            deployed = true;
        }
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        commands.run(command(), "stop-domain", DOMAIN);
    }

    @Override
    public void close() {
        try {
            removeDomain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
