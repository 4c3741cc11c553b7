package relay.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;

/**
 * Where the broker is and where its journal lies.
 *
 * <p>The adapter is an archive of its own and cannot count on seeing the classes of another one, so it reads its few
 * settings itself, in the order that all settings have: environment, system property, the file {@code RELAY_CONFIG}.
 *
 * @param url address of an external broker, {@code tcp://host:61616}; empty for the embedded one
 * @param user for the external broker, or empty
 * @param password for the external broker, or empty
 * @param directory where the embedded broker keeps its journal
 */
record BrokerSettings(String url, String user, String password, Path directory) {
    static BrokerSettings load() {
        Properties file = configurationFile();
        return new BrokerSettings(
                setting(file, "RELAY_BROKER_URL", ""),
                setting(file, "RELAY_BROKER_USER", ""),
                setting(file, "RELAY_BROKER_PASSWORD", ""),
                Path.of(setting(file, "RELAY_DATA_DIR", "./relay-data"))
                        .toAbsolutePath()
                        .normalize()
                        .resolve("broker"));
    }

    boolean embedded() {
        return url.isEmpty();
    }

    private static String setting(Properties file, String name, String defaultValue) {
        String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
        String value = System.getenv(name);
        if (value == null) {
            value = System.getProperty(property, file.getProperty(property, file.getProperty(name)));
        }
        return value == null || value.isBlank() ? defaultValue : value.trim();
    }

    private static Properties configurationFile() {
        Properties properties = new Properties();
        String name = setting(properties, "RELAY_CONFIG", "");
        if (!name.isEmpty()) {
            try (Reader reader = Files.newBufferedReader(Path.of(name))) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("RELAY_CONFIG=" + name + ": must be a readable properties file", e);
            }
        }
        return properties;
    }

    @Override
    public String toString() {
        return embedded() ? "embedded broker in " + directory : "broker at " + url;
    }
}
