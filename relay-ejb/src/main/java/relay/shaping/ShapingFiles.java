package relay.shaping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import relay.configuration.Configuration;
import relay.configuration.Settings;

/** The rules of the operator's shaping files, read again when one changes. A file that is wrong changes nothing. */
public final class ShapingFiles {
    private static final Logger LOG = Logger.getLogger(ShapingFiles.class.getName());

    private final ShapingRules base;
    private final List<Path> files;
    private Map<Path, FileTime> seen;
    private volatile ShapingRules rules;
    private volatile String problem;

    private ShapingFiles(ShapingRules base, List<Path> files) {
        this.base = base;
        this.files = List.copyOf(files);
        this.seen = times();
        this.rules = read();
    }

    /**
     * The files that the settings name, over the limits of the settings, over the file that ships.
     *
     * @throws ShapingException when one of them is wrong
     */
    public static ShapingFiles of(Configuration configuration) {
        return of(
                ShapingRules.shipped()
                        .withDefaults(
                                configuration.get(Settings.SITE_CONNECTIONS),
                                configuration.get(Settings.MESSAGES_PER_CONNECTION)),
                configuration.find(Settings.SHAPING).orElse(List.of()));
    }

    /** Some files over other rules. */
    static ShapingFiles of(ShapingRules base, List<Path> files) {
        return new ShapingFiles(base, files);
    }

    /** The rules in force. */
    public ShapingRules rules() {
        return rules;
    }

    /** What is wrong with a file that has changed, so that the former rules are still in force; empty for nothing. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Looks at the files; the new rules when they have changed and are right. */
    public synchronized Optional<ShapingRules> refresh() {
        Map<Path, FileTime> now = times();
        if (now.equals(seen)) {
            return Optional.empty();
        }
        seen = now;
        try {
            rules = read();
            problem = null;
            LOG.info("event=shaping-changed");
            return Optional.of(rules);
        } catch (ShapingException e) {
            problem = e.getMessage();
            LOG.log(Level.WARNING, "event=shaping-refused reason=\"{0}\"; the former rules stay in force", problem);
            return Optional.empty();
        }
    }

    private ShapingRules read() {
        ShapingRules all = base;
        for (Path file : files) {
            all = all.with(file);
        }
        return all;
    }

    private Map<Path, FileTime> times() {
        Map<Path, FileTime> times = new HashMap<>();
        for (Path file : files) {
            try {
                times.put(file, Files.getLastModifiedTime(file));
            } catch (IOException e) {
                LOG.log(Level.FINE, "event=shaping-file-away", e);
            }
        }
        return times;
    }
}
