package relay.shaping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import relay.routing.Route;
import relay.smtp.client.RemoteHost;

/**
 * Says at which pace each site is delivered to: the file that ships, and over it those of the operator. What is said of a
 * domain goes before what is said of its site, its provider and everybody, and each of them may say something of its own
 * for one egress source; among equals the later file wins. Immutable.
 */
public final class ShapingRules {
    private static final String SHIPPED = "shaping.toml";

    private final List<Section> sections;

    private ShapingRules(List<Section> sections) {
        this.sections = sections;
    }

    /** The rules that ship. */
    public static ShapingRules shipped() {
        try (InputStream in = ShapingRules.class.getResourceAsStream(SHIPPED)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ShapingRules(List.of()).with("shipped " + SHIPPED, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * These rules with those of a file over them.
     *
     * @throws ShapingException when the file says something impossible
     */
    public ShapingRules with(Path file) {
        try {
            return with(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ShapingException(file + ": cannot be read: " + e.getMessage());
        }
    }

    /**
     * These rules with those of a text over them.
     *
     * @param name of the file, for complaints and explanations
     * @throws ShapingException when it says something impossible
     */
    ShapingRules with(String name, String text) {
        List<Section> all = new ArrayList<>(sections);
        all.addAll(ShapingFile.read(name, text));
        ShapingRules rules = new ShapingRules(List.copyOf(all));
        rules.refuseOverlaps();
        return rules;
    }

    /** These rules with some limits for everybody, which the settings give. */
    public ShapingRules withDefaults(int connections, int messagesPerConnection) {
        List<Section> all = new ArrayList<>(sections);
        String origin = "settings";
        all.add(new Section(
                Section.Kind.DEFAULT,
                "",
                null,
                List.of(),
                Map.of(
                        Limit.CONNECTIONS, new Section.Value(connections, origin + " RELAY_SITE_CONNECTIONS"),
                        Limit.MESSAGES_PER_CONNECTION,
                                new Section.Value(messagesPerConnection, origin + " RELAY_MESSAGES_PER_CONNECTION")),
                List.of(),
                origin));
        return new ShapingRules(List.copyOf(all));
    }

    /** The name of the site that these hosts are: their provider's, or their own. */
    public String site(Route.Hosts hosts) {
        return provider(hosts).orElse(hosts.site());
    }

    /** The pace of a domain's mail from a source at these hosts. */
    public Shaping of(String domain, Route.Hosts hosts, String source) {
        Map<Limit, Section.Value> limits = limits(domain, hosts, source);
        return new Shaping(
                (Integer) limits.get(Limit.CONNECTIONS).value(),
                rate(limits.get(Limit.CONNECTION_RATE)),
                (Integer) limits.get(Limit.MESSAGES_PER_CONNECTION).value(),
                rate(limits.get(Limit.MESSAGE_RATE)),
                (Duration) limits.get(Limit.IDLE_TIME).value(),
                (TlsPolicy) limits.get(Limit.TLS).value(),
                backoff(domain, hosts, source));
    }

    /**
     * Each limit with its value and where it was said.
     *
     * @param source whose mail is meant, or null for that of any source of which nothing in particular is said
     */
    public List<Explanation> explain(String domain, Route.Hosts hosts, String source) {
        return limits(domain, hosts, source).entrySet().stream()
                .map(limit -> new Explanation(
                        limit.getKey().key(),
                        Limit.written(limit.getValue().value()),
                        limit.getValue().origin()))
                .toList();
    }

    /**
     * Why a limit is what it is.
     *
     * @param limit its key in files
     * @param value as files write it
     * @param from file, line and section that say so
     */
    public record Explanation(String limit, String value, String from) {}

    private static Rate rate(Section.Value value) {
        return (Rate) ((Optional<?>) value.value()).orElse(null);
    }

    private Map<Limit, Section.Value> limits(String domain, Route.Hosts hosts, String source) {
        Map<Limit, Section.Value> limits = new EnumMap<>(Limit.class);
        inOrder(domain, hosts, source).forEach(section -> limits.putAll(section.limits()));
        return limits;
    }

    private List<BackoffRule> backoff(String domain, Route.Hosts hosts, String source) {
        List<BackoffRule> rules = new ArrayList<>();
        inOrder(domain, hosts, source).forEach(section -> rules.addAll(0, section.backoff()));
        return rules;
    }

    /** What applies, the general first; of the same hosts, what is said of the source last. */
    private List<Section> inOrder(String domain, Route.Hosts hosts, String source) {
        String provider = provider(hosts).orElse(null);
        return sections.stream()
                .filter(section -> switch (section.kind()) {
                    case DEFAULT -> true;
                    case PROVIDER -> section.name().equals(provider);
                    case SITE -> section.name().equals(hosts.site());
                    case DOMAIN -> section.name().equals(domain);
                })
                .filter(section -> section.source() == null || section.source().equals(source))
                .sorted(Comparator.comparing(Section::kind).thenComparing(section -> section.source() != null))
                .toList();
    }

    /** The provider to which all of the hosts belong. */
    private Optional<String> provider(Route.Hosts hosts) {
        return sections.stream()
                .filter(section -> !section.mxSuffixes().isEmpty())
                .filter(section -> hosts.hosts().stream().map(RemoteHost::name).allMatch(section::ownsHost))
                .map(Section::name)
                .findFirst();
    }

    private void refuseOverlaps() {
        for (Section one : sections) {
            for (Section other : sections) {
                if (!one.name().equals(other.name())) {
                    one.mxSuffixes().stream()
                            .filter(other::ownsHost)
                            .findFirst()
                            .ifPresent(suffix -> {
                                throw new ShapingException(one.origin() + " and " + other.origin()
                                        + " both claim the hosts of \"" + suffix
                                        + "\": leave it to one of them, or give both the same name");
                            });
                }
            }
        }
    }
}
