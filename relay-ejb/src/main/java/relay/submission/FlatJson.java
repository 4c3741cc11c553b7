package relay.submission;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the shape of X-Relay-Metadata: a JSON object (RFC 8259) of strings, numbers and booleans, no name twice, and
 * nothing that a database or another parser would stumble over (NUL, half a surrogate pair, a huge exponent).
 */
final class FlatJson {
    private static final Pattern SCALAR =
            Pattern.compile("true|false|-?+(?:0|[1-9][0-9]{0,30}+)(?:\\.[0-9]{1,30}+)?+(?:[eE][+-]?+[0-9]{1,3}+)?+");

    private static final String ESCAPES = "\"\\/bfnrt";

    private final String text;
    private final Set<String> names = new HashSet<>();
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    static boolean isFlatObject(String text) {
        FlatJson json = new FlatJson(text);
        boolean object = json.object();
        json.skipSpace();
        return object && json.at == text.length();
    }

    private boolean object() {
        if (!take('{')) {
            return false;
        }
        if (take('}')) {
            return true;
        }
        do {
            if (!member()) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    private boolean member() {
        String name = string();
        return name != null && names.add(name) && take(':') && value();
    }

    private boolean value() {
        skipSpace();
        return peek() == '"' ? string() != null : scalar();
    }

    private boolean scalar() {
        Matcher scalar = SCALAR.matcher(text).region(at, text.length());
        boolean found = scalar.lookingAt();
        if (found) {
            at = scalar.end();
        }
        return found;
    }

    /** The string that begins here with its escapes resolved, or null. */
    private String string() {
        skipSpace();
        if (peek() != '"') {
            return null;
        }
        at++;
        StringBuilder content = new StringBuilder();
        while (peek() != '"') {
            int c = character();
            if (c <= 0) {
                return null;
            }
            content.append((char) c);
        }
        at++;
        return StandardCharsets.UTF_8.newEncoder().canEncode(content) ? content.toString() : null;
    }

    /** The next character of a string; 0 or less when it may not occur. */
    private int character() {
        char c = peek();
        at++;
        if (c == '\\') {
            return escaped();
        }
        return c < ' ' ? -1 : c;
    }

    private int escaped() {
        char c = peek();
        at++;
        if (c == 'u') {
            return unicode();
        }
        return ESCAPES.indexOf(c) < 0 ? -1 : "\"\\/\b\f\n\r\t".charAt(ESCAPES.indexOf(c));
    }

    private int unicode() {
        int c = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            c = c * 16 + digit;
            at++;
        }
        return c;
    }

    /** Passes over white space and this character; false when another stands there. */
    private boolean take(char c) {
        skipSpace();
        boolean there = peek() == c;
        if (there) {
            at++;
        }
        return there;
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n') {
            at++;
        }
    }

    /** The next character, NUL past the end: no JSON text contains one. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }
}
