package relay.smtp.client;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.smtp.Reply;

/** Takes the enhanced status code (RFC 3463) off the text of a reply, where there is one (RFC 2034, section 4). */
final class EnhancedCode {
    private static final Pattern CODE = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: (.*))?");

    private EnhancedCode() {}

    /** The reply with its enhanced code apart if the first line begins with one of the reply's own class. */
    static Reply split(int code, List<String> lines) {
        String enhanced = codeOf(code, lines.get(0));
        return enhanced == null
                ? new Reply(code, null, lines)
                : new Reply(
                        code,
                        enhanced,
                        lines.stream().map(line -> without(enhanced, line)).toList());
    }

    private static String codeOf(int code, String line) {
        // most 3xx and many 2xx replies begin with a letter: no need for the pattern
        if (line.isEmpty() || line.charAt(0) != '0' + code / 100) {
            return null;
        }
        Matcher matcher = CODE.matcher(line);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static String without(String enhanced, String line) {
        if (line.equals(enhanced)) {
            return "";
        }
        return line.startsWith(enhanced + " ") ? line.substring(enhanced.length() + 1) : line;
    }
}
