package relay.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of the address grammar (RFC 5322, section 3.2), comments and white space passed over. */
final class AddressLexer {
    /** As senders write them: commas and the like inside are forbidden in a phrase (RFC 2047, section 5), but common. */
    private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[\\w*+.-]++\\?[BbQq]\\?[^\\s?<>\"]*+\\?=");

    private static final String SPECIALS = "()<>[]:;@\\,.\"";

    private final String text;
    private int at;

    AddressLexer(String text) {
        this.text = text;
    }

    /**
     * An atom, a quoted string or a dot.
     *
     * @param text the characters that it stands for
     * @param quoted whether they stood in quotes
     * @param spaced whether white space or a comment came before
     */
    record Word(String text, boolean quoted, boolean spaced) {
        boolean isDot() {
            return !quoted && text.equals(".");
        }

        boolean needsQuotes() {
            return quoted && !isDotAtom(text);
        }
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** The next character, NUL at the end. */
    char peek() {
        return atEnd() ? 0 : text.charAt(at);
    }

    boolean take(char c) {
        boolean there = !atEnd() && text.charAt(at) == c;
        if (there) {
            at++;
        }
        return there;
    }

    void expect(char c, String otherwise) throws MalformedAddressException {
        if (!take(c)) {
            throw error(otherwise);
        }
    }

    MalformedAddressException error(String what) {
        return new MalformedAddressException(what + " at character " + (at + 1));
    }

    /** Passes over white space and comments; whether there were any. */
    boolean skipBlank() throws MalformedAddressException {
        int from = at;
        while (!atEnd() && (isSpace(peek()) || peek() == '(')) {
            if (peek() == '(') {
                comment();
            } else {
                at++;
            }
        }
        return at > from;
    }

    /** Comments nest (RFC 5322, section 3.2.2). */
    private void comment() throws MalformedAddressException {
        int depth = 0;
        do {
            char c = next("a comment is not ended");
            if (c == '\\') {
                next("a comment is not ended");
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
        } while (depth > 0);
    }

    private char next(String otherwise) throws MalformedAddressException {
        if (atEnd()) {
            throw error(otherwise);
        }
        return text.charAt(at++);
    }

    /** All words up to the next special, with the blank after them. */
    List<Word> words() throws MalformedAddressException {
        List<Word> words = new ArrayList<>();
        boolean spaced = skipBlank();
        while (!atEnd() && (peek() == '"' || peek() == '.' || isAtomText(peek()))) {
            words.add(word(spaced));
            spaced = skipBlank();
        }
        return words;
    }

    private Word word(boolean spaced) throws MalformedAddressException {
        return switch (peek()) {
            case '"' -> new Word(quoted(), true, spaced);
            case '.' -> new Word(text.substring(at, ++at), false, spaced);
            default -> new Word(atom(), false, spaced);
        };
    }

    private String quoted() throws MalformedAddressException {
        StringBuilder content = new StringBuilder();
        at++;
        for (char c = next("a quote is not ended"); c != '"'; c = next("a quote is not ended")) {
            content.append(c == '\\' ? next("a quote is not ended") : c);
        }
        return content.toString();
    }

    private String atom() {
        int from = at;
        Matcher encoded = ENCODED_WORD.matcher(text).region(at, text.length());
        if (peek() == '=' && encoded.lookingAt()) {
            at = encoded.end();
        } else {
            skipAtomText();
        }
        return text.substring(from, at);
    }

    private void skipAtomText() {
        while (!atEnd() && isAtomText(peek())) {
            at++;
        }
    }

    /** A domain name with blank around its dots (section 4.4), or a domain literal. */
    String domain() throws MalformedAddressException {
        skipBlank();
        String domain = peek() == '[' ? literal() : name();
        skipBlank();
        return domain;
    }

    private String literal() throws MalformedAddressException {
        int from = at;
        while (next("a domain literal is not ended") != ']') {
            if (isSpace(peek()) || isControl(peek()) || peek() == '[' || peek() == '\\') {
                throw error("a malformed domain literal");
            }
        }
        return text.substring(from, at);
    }

    private String name() throws MalformedAddressException {
        StringBuilder name = new StringBuilder();
        do {
            skipBlank();
            int from = at;
            skipAtomText();
            if (from == at) {
                throw error("a malformed domain");
            }
            name.append(name.length() > 0 ? "." : "").append(text, from, at);
            skipBlank();
        } while (take('.'));
        return name.toString();
    }

    /** A local part as a quoted string (RFC 5322, section 3.2.4). */
    static String quote(CharSequence local) {
        return '"' + local.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isDotAtom(String s) {
        return !s.isEmpty()
                && !s.startsWith(".")
                && !s.endsWith(".")
                && !s.contains("..")
                && s.chars().allMatch(c -> c == '.' || isAtomText((char) c));
    }

    private static boolean isAtomText(char c) {
        return !isControl(c) && c != ' ' && SPECIALS.indexOf(c) < 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** C0 and C1 controls; the end of the text reads as NUL. */
    private static boolean isControl(char c) {
        return c < ' ' || (c >= 127 && c < 160);
    }
}
