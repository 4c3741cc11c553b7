package relay.smtp.server;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import relay.smtp.Reply;

/** The parameters of MAIL or RCPT, keywords in upper case (RFC 5321, section 4.1.2, esmtp-param). */
final class Parameters {
    private static final String KEYWORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

    private final Map<String, String> values = new LinkedHashMap<>();

    private Parameters() {}

    /** Reads them and refuses what is malformed, given twice, or not among the known keywords. */
    static Parameters parse(String text, Set<String> known) throws Refusal {
        Parameters parameters = new Parameters();
        if (!text.isEmpty()) {
            for (String parameter : text.split(" +", -1)) {
                parameters.add(parameter, known);
            }
        }
        return parameters;
    }

    private void add(String parameter, Set<String> known) throws Refusal {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        String keyword = name.toUpperCase(Locale.ROOT);
        if (!isKeyword(keyword)) {
            throw new Refusal(Replies.syntax("A parameter is malformed"));
        }
        if (!known.contains(keyword)) {
            throw new Refusal(Reply.of(555, "5.5.4", "Parameter " + keyword + " is not recognized here"));
        }
        String value = equals < 0 ? "" : parameter.substring(equals + 1);
        if (equals >= 0 && !isValue(value)) {
            throw new Refusal(Replies.syntax("The value of " + keyword + " is malformed"));
        }
        if (values.putIfAbsent(keyword, value) != null) {
            throw new Refusal(Replies.syntax("Parameter " + keyword + " is given twice"));
        }
    }

    boolean has(String keyword) {
        return values.containsKey(keyword);
    }

    /** The value, empty when the keyword was given without one, null when it was not given. */
    String value(String keyword) {
        return values.get(keyword);
    }

    private static boolean isKeyword(String text) {
        return !text.isEmpty() && text.charAt(0) != '-' && text.chars().allMatch(c -> KEYWORD.indexOf(c) >= 0);
    }

    private static boolean isValue(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != '=' && !Character.isISOControl(c));
    }
}
