package relay.mtasts;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The TXT record at {@code _mta-sts} (RFC 8461, section 3.1).
 *
 * @param id changes with the policy; 1 to 32 letters and digits
 */
public record StsRecord(String id) {
    private static final Pattern FORM = Pattern.compile(
            "v=STSv1[ \\t]*;[ \\t]*(?:[^;]*;[ \\t]*)*?id[ \\t]*=[ \\t]*([A-Za-z0-9]{1,32})[ \\t]*(?:;.*)?");

    /** The record among these TXT records; none when there are several, as the RFC wants. */
    public static Optional<StsRecord> among(List<String> texts) {
        List<String> candidates =
                texts.stream().filter(text -> text.startsWith("v=STSv1")).toList();
        if (candidates.size() != 1) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(candidates.get(0));
        return matcher.matches() ? Optional.of(new StsRecord(matcher.group(1))) : Optional.empty();
    }
}
