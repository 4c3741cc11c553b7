package relay.shaping;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads a shaping file (TOML). Every complaint names the file, the line and the remedy. */
final class ShapingFile {
    private static final String SECTIONS = "[default], [provider.NAME], [site.\"MX,MX\"] and [domain.\"NAME\"]";
    private static final String MX_SUFFIXES = "mx-suffixes";
    private static final String WHEN = "when";
    private static final String SOURCE = "source";
    private static final String WHEN_KEYS = "reply, action, after, for, scope, connections and message-rate";

    private final String file;
    private final List<Section> sections = new ArrayList<>();

    private ShapingFile(String file) {
        this.file = file;
    }

    /**
     * The sections of a file, in its order.
     *
     * @param file its name, for complaints and explanations
     * @throws ShapingException when it says something impossible
     */
    static List<Section> read(String file, String text) {
        ShapingFile reader = new ShapingFile(file);
        reader.read(text);
        return reader.sections;
    }

    private void read(String text) {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().get(0);
            throw complaint(first.position(), "this is not TOML: " + first.getMessage());
        }
        for (String key : toml.keySet()) {
            TomlPosition at = toml.inputPositionOf(List.of(key));
            Section.Kind kind = kind(key)
                    .orElseThrow(() -> complaint(at, "unknown section \"" + key + "\": there are " + SECTIONS));
            if (!(toml.get(List.of(key)) instanceof TomlTable table)) {
                throw complaint(at, "\"" + key + "\" must be a section: there are " + SECTIONS);
            }
            if (kind == Section.Kind.DEFAULT) {
                add(kind, "", table, at);
            } else {
                named(kind, table);
            }
        }
    }

    private static Optional<Section.Kind> kind(String word) {
        return List.of(Section.Kind.values()).stream()
                .filter(kind -> kind.word().equals(word))
                .findFirst();
    }

    private void named(Section.Kind kind, TomlTable tables) {
        for (String name : tables.keySet()) {
            TomlPosition at = tables.inputPositionOf(List.of(name));
            if (!(tables.get(List.of(name)) instanceof TomlTable table)) {
                throw complaint(
                        at, "\"" + name + "\" must be a section of its own: [" + kind.word() + ".\"" + name + "\"]");
            }
            add(kind, name.toLowerCase(Locale.ROOT), table, at);
        }
    }

    /** A section, and those within it that are for one source each. */
    private void add(Section.Kind kind, String name, TomlTable table, TomlPosition at) {
        sections.add(section(kind, name, null, table, at));
        String title = kind.word() + (name.isEmpty() ? "" : "." + name) + "." + SOURCE;
        if (!table.contains(List.of(SOURCE))) {
            return;
        }
        TomlPosition where = table.inputPositionOf(List.of(SOURCE));
        if (!(table.get(List.of(SOURCE)) instanceof TomlTable tables)) {
            throw complaint(where, "what is said of a source is a section of its own: [" + title + ".\"NAME\"]");
        }
        for (String source : tables.keySet()) {
            if (!(tables.get(List.of(source)) instanceof TomlTable inner)) {
                throw complaint(
                        tables.inputPositionOf(List.of(source)),
                        "\"" + source + "\" must be a section of its own: [" + title + ".\"" + source + "\"]");
            }
            sections.add(section(kind, name, source, inner, tables.inputPositionOf(List.of(source))));
        }
    }

    private Section section(Section.Kind kind, String name, String source, TomlTable table, TomlPosition at) {
        String title = kind.word() + (name.isEmpty() ? "" : "." + name) + (source == null ? "" : ".source." + source);
        List<String> suffixes = List.of();
        Map<Limit, Section.Value> limits = new EnumMap<>(Limit.class);
        List<BackoffRule> backoff = List.of();
        for (String key : table.keySet()) {
            if (key.equals(SOURCE) && source == null) {
                continue;
            }
            TomlPosition where = table.inputPositionOf(List.of(key));
            Object value = table.get(List.of(key));
            if (key.equals(WHEN)) {
                backoff = rules(title, value, where);
            } else if (key.equals(MX_SUFFIXES) && kind == Section.Kind.PROVIDER && source == null) {
                suffixes = suffixes(value, where);
            } else {
                Limit limit = Limit.of(key)
                        .orElseThrow(() -> complaint(
                                where,
                                "unknown key \"" + key + "\" in [" + title + "]: there are " + Limit.keys()
                                        + (kind == Section.Kind.PROVIDER && source == null ? ", " + MX_SUFFIXES : "")
                                        + (source == null ? ", " + SOURCE : "") + " and " + WHEN));
                limits.put(limit, new Section.Value(parse(limit, value, where), origin(where, title)));
            }
        }
        return new Section(kind, name, source, suffixes, limits, backoff, origin(at, title));
    }

    private Object parse(Limit limit, Object value, TomlPosition where) {
        try {
            return limit.parse(value);
        } catch (IllegalArgumentException e) {
            throw complaint(where, limit.key() + " = " + value + ": must be " + limit.allowed());
        }
    }

    private List<String> suffixes(Object value, TomlPosition where) {
        String remedy = MX_SUFFIXES + " must be a list of host names as in [\"google.com\"]";
        if (!(value instanceof TomlArray array) || array.isEmpty() || !consistsOf(array, String.class)) {
            throw complaint(where, remedy);
        }
        List<String> suffixes = new ArrayList<>();
        for (Object suffix : array.toList()) {
            String name = suffix.toString().toLowerCase(Locale.ROOT);
            if (!name.matches("[a-z0-9-]+(\\.[a-z0-9-]+)*")) {
                throw complaint(where, "\"" + suffix + "\" is not a host name: " + remedy);
            }
            suffixes.add(name);
        }
        return suffixes;
    }

    private static boolean consistsOf(TomlArray array, Class<?> type) {
        return array.toList().stream().allMatch(type::isInstance);
    }

    private List<BackoffRule> rules(String title, Object value, TomlPosition where) {
        if (!(value instanceof TomlArray array) || !consistsOf(array, TomlTable.class)) {
            throw complaint(where, "rules for replies are written as [[" + title + "." + WHEN + "]]");
        }
        List<BackoffRule> rules = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            rules.add(rule(title, array.getTable(i), array.inputPositionOf(i)));
        }
        return rules;
    }

    private BackoffRule rule(String title, TomlTable table, TomlPosition at) {
        for (String key : table.keySet()) {
            if (!List.of("reply", "action", "after", "for", "scope", "connections", "message-rate")
                    .contains(key)) {
                throw complaint(
                        table.inputPositionOf(List.of(key)),
                        "unknown key \"" + key + "\" in [[" + title + "." + WHEN + "]]: there are " + WHEN_KEYS);
            }
        }
        BackoffRule.Action action =
                required(table, at, "action", "\"suspend\", \"slow\" or \"bounce\"", ShapingFile::action);
        BackoffRule rule = new BackoffRule(
                required(table, at, "reply", "a regular expression", ShapingFile::pattern),
                action,
                optional(
                        table,
                        "after",
                        "a count in a period as in \"3/h\"",
                        value -> Values.rate(value).orElseThrow(IllegalArgumentException::new)),
                action == BackoffRule.Action.BOUNCE
                        ? null
                        : required(table, at, "for", "a duration as in \"2h\", at most 30d", Values::duration),
                scope(table),
                optional(table, "connections", Limit.CONNECTIONS.allowed(), value -> Values.number(value, 1, 10_000)),
                optional(
                        table,
                        "message-rate",
                        "a rate as in \"1/min\"",
                        value -> Values.rate(value).orElseThrow(IllegalArgumentException::new)),
                origin(at, title + "." + WHEN));
        if (action == BackoffRule.Action.SLOW && rule.connections() == null && rule.messageRate() == null) {
            throw complaint(at, "action = \"slow\" needs connections or message-rate");
        }
        boolean isOfSomebody = rule.scope() == BackoffRule.Scope.TENANT || rule.scope() == BackoffRule.Scope.CAMPAIGN;
        if (action == BackoffRule.Action.SLOW && isOfSomebody && rule.messageRate() == null) {
            throw complaint(
                    at, "action = \"slow\" for a tenant or campaign needs message-rate: connections are shared");
        }
        return rule;
    }

    private BackoffRule.Scope scope(TomlTable table) {
        BackoffRule.Scope scope = optional(
                table,
                "scope",
                "\"site\", \"source\", \"tenant\" or \"campaign\"",
                value -> BackoffRule.Scope.valueOf(Values.text(value).toUpperCase(Locale.ROOT)));
        return scope == null ? BackoffRule.Scope.SITE : scope;
    }

    private static BackoffRule.Action action(Object value) {
        return BackoffRule.Action.valueOf(Values.text(value).toUpperCase(Locale.ROOT));
    }

    private static Pattern pattern(Object value) {
        try {
            return Pattern.compile(Values.text(value));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private <T> T required(TomlTable table, TomlPosition at, String key, String allowed, Function<Object, T> parse) {
        if (!table.contains(List.of(key))) {
            throw complaint(at, "\"" + key + "\" is missing: it must be " + allowed);
        }
        return optional(table, key, allowed, parse);
    }

    private <T> T optional(TomlTable table, String key, String allowed, Function<Object, T> parse) {
        Object value = table.get(List.of(key));
        if (value == null) {
            return null;
        }
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw complaint(table.inputPositionOf(List.of(key)), key + " = " + value + ": must be " + allowed);
        }
    }

    private String origin(TomlPosition at, String title) {
        return file + ":" + line(at) + " [" + title + "]";
    }

    private ShapingException complaint(TomlPosition at, String words) {
        return new ShapingException(file + ":" + line(at) + ": " + words);
    }

    private static int line(TomlPosition at) {
        return at == null ? 1 : at.line();
    }
}
