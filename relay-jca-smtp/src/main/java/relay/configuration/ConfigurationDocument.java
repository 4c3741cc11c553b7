package relay.configuration;

/** The settings as a Markdown page for operators. */
final class ConfigurationDocument {
    private static final String HEAD = """
            # Settings

            Generated from `relay.configuration.Settings`; do not edit.
            Each setting is looked up in the environment, then in the system properties (lower case with dots:
            `relay.smtp.port`), then in the properties file that `RELAY_CONFIG` names. An invalid value stops the start
            with one line that names it.

            | setting | default | allowed | meaning |
            |---|---|---|---|
            """;

    private ConfigurationDocument() {}

    static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        for (Setting<?> setting : Settings.ALL) {
            text.append("| `").append(setting.name()).append("` | ");
            text.append(setting.defaultText().isEmpty() ? "–" : "`" + setting.defaultText() + "`");
            text.append(" | ").append(setting.allowed());
            text.append(" | ").append(setting.meaning()).append(" |\n");
        }
        return text.toString();
    }
}
