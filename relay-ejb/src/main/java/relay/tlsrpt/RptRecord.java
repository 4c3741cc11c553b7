package relay.tlsrpt;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The TXT record at {@code _smtp._tls} (RFC 8460, section 3).
 *
 * @param destinations where reports go: {@code mailto:} and {@code https:}, in order
 */
public record RptRecord(List<URI> destinations) {
    /** Most destinations that are served. */
    private static final int MOST = 5;

    public RptRecord {
        destinations = List.copyOf(destinations);
    }

    /** The record among these TXT records; none when there are several, or it names nobody that can be served. */
    public static Optional<RptRecord> among(List<String> texts) {
        List<String> candidates = texts.stream()
                .filter(text -> text.matches("(?s)v=TLSRPTv1[ \\t]*;.*"))
                .toList();
        if (candidates.size() != 1) {
            return Optional.empty();
        }
        List<URI> destinations = Arrays.stream(candidates.get(0).split(";", -1))
                .map(String::strip)
                .filter(field -> field.matches("(?s)rua[ \\t]*=.*"))
                .limit(1)
                .flatMap(field -> destinations(field.substring(field.indexOf('=') + 1)).stream())
                .toList();
        return destinations.isEmpty() ? Optional.empty() : Optional.of(new RptRecord(destinations));
    }

    private static List<URI> destinations(String list) {
        List<URI> destinations = new ArrayList<>();
        for (String text : list.split(",", -1)) {
            uri(text.strip()).filter(RptRecord::canBeServed).ifPresent(destinations::add);
        }
        return destinations.subList(0, Math.min(MOST, destinations.size()));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean canBeServed(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return scheme.equals("mailto")
                ? mailbox(uri).isPresent()
                : scheme.equals("https") && uri.getHost() != null && uri.getUserInfo() == null;
    }

    /** The address of a {@code mailto:}, without what may follow it; empty for any other. */
    static Optional<String> mailbox(URI uri) {
        if (!"mailto".equalsIgnoreCase(uri.getScheme())) {
            return Optional.empty();
        }
        String address = URLDecoder.decode(
                uri.getRawSchemeSpecificPart().split("\\?", 2)[0].replace("+", "%2B"), StandardCharsets.UTF_8);
        return address.matches("[!-~&&[^<>@,;:\\\\\"]]{1,64}@[A-Za-z0-9.-]{1,255}")
                ? Optional.of(address)
                : Optional.empty();
    }
}
