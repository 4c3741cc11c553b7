package relay.it.running;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import relay.it.mail.Submitter;
import relay.smtp.dialog.Trust;

/** A relay: the uber jar in a Java virtual machine of its own, which can be stopped, killed and started again. */
public final class RelayProcess implements AutoCloseable {
    public static final String ADMIN_TOKEN = "token-of-the-system-tests";

    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final int TAIL_LINES = 80;
    private static final Set<RelayProcess> RUNNING = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Map<String, String> settings;
    private final List<String> options;
    private final List<String> arguments;
    private final Path dataDirectory;
    private final boolean temporary;
    private final Path log;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Process process;

    RelayProcess(
            String name,
            Map<String, String> settings,
            List<String> options,
            List<String> arguments,
            Path dataDirectory,
            boolean temporary,
            Path log) {
        this.name = name;
        this.settings = settings;
        this.options = options;
        this.arguments = arguments;
        this.dataDirectory = dataDirectory;
        this.temporary = temporary;
        this.log = log;
    }

    /** The relays that run now. */
    static Set<RelayProcess> running() {
        return RUNNING;
    }

    // Its life

    /** Starts it and waits until mail is welcome. */
    public void start() {
        launch();
        awaitReady();
    }

    /** Starts the process. */
    public void launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", System.getProperty("relay.it.jar")));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("RELAY_"));
        builder.environment().putAll(settings);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RUNNING.add(this);
    }

    /** Waits until the relay says so itself, by its probe and on its terminal. */
    public void awaitReady() {
        await("relay " + name + " is ready")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .failFast("the relay has ended", () -> !process.isAlive())
                .until(this::isReady);
    }

    public boolean isReady() {
        try {
            return get("/health/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it as Ctrl-C does, and waits; the exit code. */
    public int stop() {
        process.destroy();
        return awaitEnd();
    }

    /** Asks it to end as Ctrl-C does, without waiting. */
    public void askToStop() {
        process.destroy();
    }

    /** Ends it with SIGKILL, and waits. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Waits until it has ended; the exit code. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("relay " + name + " goes on");
            }
            RUNNING.remove(this);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Of the operating system. */
    public long pid() {
        return process.pid();
    }

    /** Ends it whatever state it is in, and removes the data directory that was made for it. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroyForcibly();
            awaitEnd();
        }
        RUNNING.remove(this);
        if (temporary) {
            delete(dataDirectory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Its surface

    public String setting(String setting) {
        return settings.get(setting);
    }

    /** As they are in its environment. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** Settings for the next start. */
    public void change(String setting, String value) {
        settings.put(setting, value);
    }

    public Path dataDirectory() {
        return dataDirectory;
    }

    /** The address that a port setting names. */
    public InetSocketAddress address(String portSetting) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(settings.get(portSetting)));
    }

    public InetSocketAddress submission() {
        return address("RELAY_SUBMISSION_PORT");
    }

    public InetSocketAddress submissions() {
        return address("RELAY_SUBMISSIONS_PORT");
    }

    public InetSocketAddress transfer() {
        return address("RELAY_SMTP_PORT");
    }

    public FirstLogin firstLogin() {
        try {
            return FirstLogin.in(dataDirectory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trusts this relay's certificate. */
    public SSLContext trust() throws IOException {
        return Trust.in(dataDirectory.resolve("tls/self-signed.crt"));
    }

    /** A client of the submission listener, past STARTTLS and AUTH, as the demonstration tenant. */
    public Submitter submitter() throws IOException {
        FirstLogin login = firstLogin();
        return Submitter.connect(submission(), trust()).startTls().login(login.username(), login.password());
    }

    public HttpResponse<String> get(String path) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(url(path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + settings.get("RELAY_HTTP_PORT") + path);
    }

    // What it said

    /** Where it writes what it says on its terminal; begun anew for every test. */
    public Path logFile() {
        return log;
    }

    /** Everything that it wrote on its terminal, over all its lives. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (NoSuchFileException nothingYet) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines of its log. */
    String tail() {
        List<String> lines = log().lines().toList();
        return "--- relay " + name + " (" + log + ")\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    @Override
    public String toString() {
        return "relay " + name;
    }
}
