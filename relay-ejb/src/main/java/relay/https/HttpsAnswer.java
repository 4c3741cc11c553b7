package relay.https;

import java.util.Locale;
import java.util.Map;

/**
 * What a server answered.
 *
 * @param status of HTTP
 * @param fields of the header, names in lower case, the last of each
 * @param body within the limit
 */
public record HttpsAnswer(int status, Map<String, String> fields, byte[] body) {
    public HttpsAnswer {
        fields = Map.copyOf(fields);
    }

    /** The media type without parameters, in lower case; empty without one. */
    public String mediaType() {
        return fields.getOrDefault("content-type", "").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
