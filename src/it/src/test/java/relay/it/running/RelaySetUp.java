package relay.it.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says how a relay is to run before it starts. */
public final class RelaySetUp {
    private final String name;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> options = new ArrayList<>(List.of("-Xmx512m"));
    private final List<String> arguments = new ArrayList<>();
    private Path dataDirectory;

    private RelaySetUp(String name) {
        this.name = name;
    }

    /** A relay with free ports and a data directory of its own; its log is {@code target/relays/NAME.log}. */
    public static RelaySetUp named(String name) {
        RelaySetUp setUp = new RelaySetUp(name);
        for (String port :
                List.of("RELAY_SMTP_PORT", "RELAY_SUBMISSION_PORT", "RELAY_SUBMISSIONS_PORT", "RELAY_HTTP_PORT")) {
            setUp.with(port, Integer.toString(FreePorts.next()));
        }
        return setUp.with("RELAY_ADMIN_TOKEN", RelayProcess.ADMIN_TOKEN).with("RELAY_HOSTNAME", "relay.example");
    }

    public RelaySetUp with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** One more option of the Java virtual machine. */
    public RelaySetUp withOption(String option) {
        options.add(option);
        return this;
    }

    /** An application to run beside it. */
    public RelaySetUp beside(Path archive) {
        arguments.addAll(List.of("--deploy", archive.toString()));
        return this;
    }

    /** Its data directory; a new one otherwise. */
    public RelaySetUp in(Path directory) {
        dataDirectory = directory;
        return this;
    }

    /** Starts it and waits until mail is welcome. */
    public RelayProcess start() {
        RelayProcess relay = prepare();
        relay.start();
        return relay;
    }

    /** Not started yet. */
    public RelayProcess prepare() {
        try {
            Path logs = Files.createDirectories(Path.of("target", "relays").toAbsolutePath());
            Path data = dataDirectory == null ? Files.createTempDirectory("relay-" + name + "-") : dataDirectory;
            settings.put("RELAY_DATA_DIR", data.toString());
            Path log = logs.resolve(name + ".log");
            Files.deleteIfExists(log);
            return new RelayProcess(name, settings, options, arguments, data, dataDirectory == null, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
