package relay.it.running;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** An Artemis broker in a process of its own, from the archives that the relay brings for its embedded one. */
public final class ExternalBroker implements AutoCloseable {
    private static final String ADAPTER = "relay-archives/relay-broker.rar";
    private static final String MAIN = "org.apache.activemq.artemis.core.server.embedded.Main";
    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    private final Path directory;
    private final int port = FreePorts.next();
    private Process process;

    private ExternalBroker(Path directory) {
        this.directory = directory;
    }

    /** Makes one and starts it. */
    public static ExternalBroker start() throws IOException {
        ExternalBroker broker = new ExternalBroker(Files.createTempDirectory("broker-"));
        broker.unpack();
        Path configuration = Files.createDirectory(broker.directory.resolve("etc"));
        Files.writeString(configuration.resolve("broker.xml"), broker.configuration());
        broker.begin();
        return broker;
    }

    private void unpack() throws IOException {
        Path archives = Files.createDirectory(directory.resolve("lib"));
        try (ZipFile jar = new ZipFile(System.getProperty("relay.it.jar"));
                ZipInputStream adapter = new ZipInputStream(jar.getInputStream(jar.getEntry(ADAPTER)))) {
            for (ZipEntry entry = adapter.getNextEntry(); entry != null; entry = adapter.getNextEntry()) {
                if (entry.getName().endsWith(".jar")) {
                    copy(adapter, archives.resolve(Path.of(entry.getName()).getFileName()));
                }
            }
        }
    }

    private static void copy(InputStream from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** As operations.md tells: nothing is ever dropped. */
    private String configuration() {
        return """
                <configuration xmlns="urn:activemq">
                  <core xmlns="urn:activemq:core">
                    <name>external</name>
                    <persistence-enabled>true</persistence-enabled>
                    <security-enabled>false</security-enabled>
                    <journal-type>NIO</journal-type>
                    <max-disk-usage>-1</max-disk-usage>
                    <acceptors>
                      <acceptor name="tcp">tcp://127.0.0.1:%d</acceptor>
                    </acceptors>
                    <address-settings>
                      <address-setting match="#">
                        <max-delivery-attempts>-1</max-delivery-attempts>
                        <redelivery-delay>1000</redelivery-delay>
                        <auto-delete-queues>false</auto-delete-queues>
                        <auto-delete-addresses>false</auto-delete-addresses>
                      </address-setting>
                    </address-settings>
                    <addresses>
                      <address name="relay.accepted"><anycast><queue name="relay.accepted"/></anycast></address>
                      <address name="relay.unreadable"><anycast><queue name="relay.unreadable"/></anycast></address>
                    </addresses>
                  </core>
                </configuration>
                """.formatted(port);
    }

    /** The relay uses it. */
    public RelaySetUp usedBy(RelaySetUp relay) {
        return relay.with("RELAY_BROKER_URL", "tcp://127.0.0.1:" + port);
    }

    /** Starts it again, and waits until it takes connections. */
    public void begin() throws IOException {
        File log = directory.resolve("log").toFile();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        directory.resolve("lib").resolve("*").toString(),
                        MAIN,
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        await("the broker is up")
                .atMost(START_LIMIT)
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(Files.readString(log.toPath()));
                    }
                })
                .until(this::listens);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it with SIGKILL, and waits. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }
}
