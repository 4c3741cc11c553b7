package relay.it.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import relay.it.running.FreePorts;
import relay.it.running.RelayProcess;
import relay.it.running.RelaySetUp;

/**
 * Makes the servers that the relay is made for, with its settings. Payara Server and WildFly are there with {@code
 * -Pservers}; otherwise the calling test is skipped with a word.
 */
final class Servers {
    /** An application that knows of the relay nothing but the name of its mail session. */
    static final Path APPLICATION = Path.of(System.getProperty("relay.it.app"));

    private static final Path EAR = Path.of(System.getProperty("relay.it.ear"));
    private static final Path UNPACKED = Path.of("target", "servers").toAbsolutePath();
    private static final Duration START = Duration.ofMinutes(4);

    private Servers() {}

    /** Says how a relay is to run on any of them: around its HTTP port the ports of a whole domain are free. */
    static RelaySetUp relay(String name) {
        int http = FreePorts.nextBlock(PayaraServer.PORTS) + PayaraServer.HTTP;
        return RelaySetUp.named(name).with("RELAY_HTTP_PORT", Integer.toString(http));
    }

    /** The stand-alone relay; the application comes from the relay's own set-up. */
    static AppServer micro(RelayProcess relay) {
        return new Micro(relay);
    }

    static AppServer wildFly(RelayProcess relay) throws IOException, InterruptedException {
        Path home = home("wildfly");
        return new WildFly(home, script("wildfly"), List.of(EAR, APPLICATION), commands(relay), httpPort(relay));
    }

    /** Its other ports are around the relay's HTTP port. */
    static AppServer payaraServer(RelayProcess relay) throws IOException, InterruptedException {
        Path home = home("payara");
        int portBase = httpPort(relay) - PayaraServer.HTTP;
        return new PayaraServer(home, script("payara"), EAR, APPLICATION, commands(relay), portBase);
    }

    /** Waits until the relay says by its probe that mail is welcome. */
    static void awaitReady(RelayProcess relay) {
        await("relay is ready")
                .atMost(START)
                .pollInterval(Duration.ofMillis(500))
                .until(relay::isReady);
    }

    private static int httpPort(RelayProcess relay) {
        return Integer.parseInt(relay.setting("RELAY_HTTP_PORT"));
    }

    private static Commands commands(RelayProcess relay) {
        Map<String, String> environment = new LinkedHashMap<>(relay.settings());
        environment.put("JAVA_OPTS", "-Xmx1g -Djava.net.preferIPv4Stack=true");
        return new Commands(environment, relay.logFile());
    }

    private static Path home(String server) throws IOException {
        assumeTrue(
                System.getProperty("relay.it.servers", "").contains(server) && Files.isDirectory(UNPACKED),
                "needs -Pservers");
        try (Stream<Path> homes = Files.list(UNPACKED)) {
            return homes.filter(home -> home.getFileName().toString().startsWith(server))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path script(String server) {
        return Path.of("..", "server", server, "prepare.sh").toAbsolutePath().normalize();
    }
}
