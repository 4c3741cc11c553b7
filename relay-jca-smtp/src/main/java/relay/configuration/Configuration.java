package relay.configuration;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings in force: an immutable lookup from a {@link Setting} to its value. */
public final class Configuration {
    private final Map<String, String> values;

    private Configuration(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * The process's configuration, read afresh from its environment, system properties and {@code RELAY_CONFIG} file.
     *
     * @throws InvalidSettingException when any setting is invalid
     */
    public static Configuration load() {
        return of(System.getenv(), System.getProperties());
    }

    /** A configuration from these sources, every setting checked. */
    public static Configuration of(Map<String, String> environment, Properties properties) {
        Configuration configuration = new Configuration(collect(environment, properties));
        Settings.ALL.forEach(configuration::find);
        return configuration;
    }

    /** The value of a setting that has a default. */
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() ->
                        new InvalidSettingException(setting.name() + " is not set: must be " + setting.allowed()));
    }

    /** The value of a setting, or empty when it is neither set nor has a default. */
    public <T> Optional<T> find(Setting<T> setting) {
        String text = values.getOrDefault(setting.name(), setting.defaultText());
        return text.isEmpty() ? Optional.empty() : Optional.of(setting.read(text));
    }

    private static Map<String, String> collect(Map<String, String> environment, Properties properties) {
        Map<String, String> values = new HashMap<>();
        Properties file = readFile(lookup(Settings.CONFIG, environment, properties, new Properties()));
        for (Setting<?> setting : Settings.ALL) {
            lookup(setting, environment, properties, file).ifPresent(value -> values.put(setting.name(), value));
        }
        return values;
    }

    private static Optional<String> lookup(
            Setting<?> setting, Map<String, String> environment, Properties properties, Properties file) {
        String value = environment.get(setting.name());
        if (value == null) {
            value = properties.getProperty(setting.property());
        }
        if (value == null) {
            value = file.getProperty(setting.property(), file.getProperty(setting.name()));
        }
        return Optional.ofNullable(value).map(String::trim).filter(text -> !text.isEmpty());
    }

    private static Properties readFile(Optional<String> name) {
        Properties properties = new Properties();
        if (name.isPresent()) {
            try (Reader reader = Files.newBufferedReader(Path.of(name.get()))) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new InvalidSettingException(
                        "RELAY_CONFIG=" + name.get() + ": must be a readable properties file");
            }
            refuseUnknown(properties, name.get());
        }
        return properties;
    }

    private static void refuseUnknown(Properties properties, String file) {
        Set<String> known = Settings.ALL.stream()
                .flatMap(setting -> List.of(setting.name(), setting.property()).stream())
                .collect(Collectors.toSet());
        for (String name : properties.stringPropertyNames()) {
            if (!known.contains(name)) {
                throw new InvalidSettingException(
                        name + " in " + file + ": is not a setting; src/docs/configuration.md lists them all");
            }
        }
    }
}
