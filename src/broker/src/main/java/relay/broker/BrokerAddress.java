package relay.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;

/**
 * The address of an external broker: {@code tcp://host:61616?option=value}, or several that stand in for each other,
 * {@code (tcp://a:61616,tcp://b:61616)?ha=true&reconnectAttempts=-1}.
 *
 * <p>The adapter and the plain connections of the mail path must understand it alike, so an option that one of them would
 * pass over is refused by its name.
 *
 * @param hosts parameters of each connector: host, port, and options of the transport (TLS, say)
 * @param options of the connection as a whole
 */
record BrokerAddress(List<Map<String, String>> hosts, Map<String, String> options) {
    /** What the adapter can be told about its connections. */
    static final Set<String> OPTIONS = Set.of(
            "ha", "reconnectAttempts", "retryInterval", "callTimeout", "connectionTTL", "clientFailureCheckPeriod");

    private static final String DEFAULT_PORT = "61616";
    private static final Pattern LIST = Pattern.compile("\\((.+)\\)(?:\\?(.*))?");
    private static final Pattern HOST =
            Pattern.compile("tcp://(\\[[0-9A-Fa-f:.]+\\]|[^\\s:/?,()]+)(?::([0-9]{1,5}))?/?(?:\\?(.*))?");

    BrokerAddress {
        hosts = List.copyOf(hosts);
        options = Map.copyOf(options);
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException with the setting, its value and what is allowed
     */
    static BrokerAddress parse(String url) {
        List<Map<String, String>> hosts = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        Matcher list = LIST.matcher(url);
        if (list.matches()) {
            for (String host : list.group(1).split(",", -1)) {
                hosts.add(host(url, host.trim(), options));
            }
            options.putAll(query(url, list.group(2)));
        } else {
            hosts.add(host(url, url, options));
        }
        options.keySet().stream()
                .filter(name -> !OPTIONS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw malformed(
                            url,
                            "the option " + name + " is not known; allowed are "
                                    + OPTIONS.stream().sorted().collect(Collectors.joining(", "))
                                    + " and those of the transport");
                });
        options.forEach((name, value) -> check(url, name, value));
        return new BrokerAddress(hosts, options);
    }

    private static Map<String, String> host(String url, String text, Map<String, String> options) {
        Matcher matcher = HOST.matcher(text);
        if (!matcher.matches()) {
            throw malformed(url, "must be tcp://host:61616, or several as (tcp://a:61616,tcp://b:61616)");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("host", matcher.group(1).replaceAll("[\\[\\]]", ""));
        parameters.put("port", matcher.group(2) == null ? DEFAULT_PORT : matcher.group(2));
        query(url, matcher.group(3)).forEach((name, value) -> {
            boolean ofTheTransport = TransportConstants.ALLOWABLE_CONNECTOR_KEYS.contains(name);
            (ofTheTransport ? parameters : options).put(name, value);
        });
        return parameters;
    }

    private static Map<String, String> query(String url, String text) {
        Map<String, String> values = new LinkedHashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("[&;]", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1 || pair.indexOf(',') >= 0) {
                    throw malformed(url, "an option must be name=value, with & between");
                }
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return values;
    }

    private static void check(String url, String name, String value) {
        boolean right = name.equals("ha") ? value.matches("true|false") : value.matches("-?[0-9]{1,9}");
        if (!right) {
            throw malformed(url, name + " must be " + (name.equals("ha") ? "true or false" : "a whole number"));
        }
    }

    private static IllegalArgumentException malformed(String url, String why) {
        return new IllegalArgumentException("RELAY_BROKER_URL=" + url + ": " + why);
    }

    /** As the adapter wants the connectors: parameters with semicolons, connectors with commas between. */
    String parameters() {
        return hosts.stream()
                .map(host -> host.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(";")))
                .collect(Collectors.joining(","));
    }

    /** One class name for each connector. */
    String classNames(Class<?> connector) {
        return hosts.stream().map(host -> connector.getName()).collect(Collectors.joining(","));
    }
}
