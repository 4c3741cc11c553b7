package relay.smtp.client;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import relay.smtp.Reply;

/**
 * What a peer offers in its answer to EHLO (RFC 5321, section 4.1.1.1). Keywords that the client has no use for
 * (CHUNKING and others) are kept and ignored.
 */
final class Capabilities {
    /** Nothing, as after HELO. */
    static final Capabilities NONE = new Capabilities(Map.of());

    private final Map<String, List<String>> keywords;
    private final Set<String> mechanisms;

    private Capabilities(Map<String, List<String>> keywords) {
        this.keywords = keywords;
        this.mechanisms = Set.copyOf(keywords.getOrDefault("AUTH", List.of()));
    }

    /** Reads an answer to EHLO; its first line is the peer's name. */
    static Capabilities of(Reply ehlo) {
        Map<String, List<String>> keywords = new HashMap<>();
        ehlo.lines().stream().skip(1).forEach(line -> add(line, keywords));
        return new Capabilities(keywords);
    }

    private static void add(String line, Map<String, List<String>> keywords) {
        // "AUTH=PLAIN LOGIN" is how some hosts repeat AUTH for clients older than RFC 2554
        String[] words = line.trim()
                .toUpperCase(Locale.ROOT)
                .replaceFirst("^AUTH=", "AUTH ")
                .split("\\s+", -1);
        List<String> arguments = Arrays.asList(words).subList(1, words.length);
        keywords.merge(words[0], arguments, Capabilities::joined);
    }

    private static List<String> joined(List<String> before, List<String> more) {
        Set<String> all = new HashSet<>(before);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** RFC 2920. */
    boolean pipelining() {
        return keywords.containsKey("PIPELINING");
    }

    /** RFC 3207. */
    boolean startTls() {
        return keywords.containsKey("STARTTLS");
    }

    /** RFC 6152. */
    boolean eightBitMime() {
        return keywords.containsKey("8BITMIME");
    }

    /** RFC 6531. */
    boolean smtpUtf8() {
        return keywords.containsKey("SMTPUTF8");
    }

    /** RFC 3461. */
    boolean dsn() {
        return keywords.containsKey("DSN");
    }

    /** RFC 2034. */
    boolean enhancedStatusCodes() {
        return keywords.containsKey("ENHANCEDSTATUSCODES");
    }

    /** RFC 8689; counts only in an answer that came over TLS. */
    boolean requireTls() {
        return keywords.containsKey("REQUIRETLS");
    }

    /** RFC 1870. */
    boolean size() {
        return keywords.containsKey("SIZE");
    }

    /** Largest message in bytes that the peer takes; {@code Long.MAX_VALUE} where it names no limit. */
    long maxSize() {
        List<String> arguments = keywords.getOrDefault("SIZE", List.of());
        // beyond 18 digits a limit is none
        if (arguments.isEmpty() || !arguments.get(0).matches("\\d{1,18}")) {
            return Long.MAX_VALUE;
        }
        long limit = Long.parseLong(arguments.get(0));
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    /** Names of the SASL mechanisms, in upper case (RFC 4954). */
    Set<String> mechanisms() {
        return mechanisms;
    }
}
