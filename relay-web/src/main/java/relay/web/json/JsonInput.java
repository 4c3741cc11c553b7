package relay.web.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Reads JSON (RFC 8259) piece by piece, in memory that does not grow with the document: a long text is passed on as it
 * is read. The caller asks what comes next and takes it; nothing is read twice.
 */
public final class JsonInput {
    /** What comes next. */
    public enum Kind {
        OBJECT,
        ARRAY,
        TEXT,
        NUMBER,
        TRUTH,
        NULL
    }

    private static final int BUFFER = 8 << 10;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER = 100;
    private static final int MAX_NAME = 1_000;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final Reader in;
    private final char[] buffer = new char[BUFFER];
    private int next;
    private int limit;
    private long passed;
    private StringBuilder copy;
    private int copyMax;

    public JsonInput(InputStream utf8) {
        in = new InputStreamReader(
                utf8,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /** What takes the characters of a text. */
    private interface Sink {
        void accept(char c) throws IOException;
    }

    /** What takes a member of an object. */
    public interface Member {
        /** Takes the value of this name. */
        void read(String name) throws IOException;
    }

    /** What takes an element of an array. */
    public interface Element {
        /** Takes the element at this place, from 0. */
        void read(int place) throws IOException;
    }

    /** The kind of value that comes next. */
    public Kind kind() throws IOException {
        return switch (peek()) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.TEXT;
            case 't', 'f' -> Kind.TRUTH;
            case 'n' -> Kind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> throw malformed("a value is expected");
        };
    }

    /** Takes an object, member by member. */
    public void object(Member member) throws IOException {
        expect('{');
        if (!take('}')) {
            do {
                String name = text(MAX_NAME);
                expect(':');
                member.read(name);
            } while (take(','));
            expect('}');
        }
    }

    /** Takes an array, element by element. */
    public void array(Element element) throws IOException {
        expect('[');
        if (!take(']')) {
            int place = 0;
            do {
                element.read(place++);
            } while (take(','));
            expect(']');
        }
    }

    /**
     * Takes a text.
     *
     * @param max most characters that are kept; more are a fault of the document
     */
    public String text(int max) throws IOException {
        StringBuilder text = new StringBuilder();
        characters(c -> {
            if (text.length() == max) {
                throw malformed("a text of more than " + max + " characters");
            }
            text.append(c);
        });
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw malformed("half a surrogate pair");
        }
        return text.toString();
    }

    /** Takes a text and passes it on in UTF-8. */
    public void text(OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(
                out, StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT));
        try {
            characters(writer::write);
            writer.flush();
        } catch (CharacterCodingException e) {
            throw malformed("half a surrogate pair, or bytes that are not UTF-8");
        }
    }

    /** Takes a text in base64 (RFC 4648, section 4; blanks and line ends may occur) and passes its bytes on. */
    public void base64(OutputStream out) throws IOException {
        Base64Decoder decoder = new Base64Decoder(out);
        characters(c -> {
            if (!decoder.accept(c)) {
                throw malformed("a character that is not base64");
            }
        });
        if (!decoder.finish()) {
            throw malformed("base64 that is cut short");
        }
    }

    /** Takes true or false. */
    public boolean truth() throws IOException {
        boolean truth = peek() == 't';
        word(truth ? "true" : "false");
        return truth;
    }

    /** Takes a null. */
    public void nothing() throws IOException {
        peek();
        word("null");
    }

    /** Takes any value without a look at it. */
    public void skip() throws IOException {
        skip(0);
    }

    /** Takes any value and returns it as it was written. */
    public String verbatim(int max) throws IOException {
        peek();
        copy = new StringBuilder();
        copyMax = max;
        skip(0);
        String text = copy.toString();
        copy = null;
        return text;
    }

    /** Makes sure that nothing follows. */
    public void end() throws IOException {
        if (peek() >= 0) {
            throw malformed("the document goes on after its end");
        }
    }

    private void skip(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw malformed("more than " + MAX_DEPTH + " levels");
        }
        switch (kind()) {
            case OBJECT -> object(name -> skip(depth + 1));
            case ARRAY -> array(place -> skip(depth + 1));
            case TEXT -> characters(c -> {});
            case NUMBER -> number();
            case TRUTH -> truth();
            case NULL -> nothing();
        }
    }

    private void number() throws IOException {
        StringBuilder number = new StringBuilder();
        for (int c = look(); c >= 0 && "+-.eE0123456789".indexOf(c) >= 0; c = look()) {
            number.append((char) read());
            if (number.length() > MAX_NUMBER) {
                throw malformed("a number of more than " + MAX_NUMBER + " characters");
            }
        }
        if (!NUMBER.matcher(number).matches()) {
            throw malformed("a malformed number");
        }
    }

    private void word(String word) throws IOException {
        for (int i = 0; i < word.length(); i++) {
            if (read() != word.charAt(i)) {
                throw malformed(word + " is expected");
            }
        }
    }

    private void characters(Sink sink) throws IOException {
        expect('"');
        for (int c = read(); c != '"'; c = read()) {
            if (c < ' ') {
                throw malformed(c < 0 ? "the document ends within a text" : "a control character within a text");
            }
            sink.accept(c == '\\' ? escaped() : (char) c);
        }
    }

    private char escaped() throws IOException {
        int c = read();
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw malformed("an unknown escape");
        };
    }

    private char unicode() throws IOException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int c = read();
            int digit = c < 0 || c > 127 ? -1 : Character.digit(c, 16);
            if (digit < 0) {
                throw malformed("a malformed escape");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private void expect(char c) throws IOException {
        if (!take(c)) {
            throw malformed(c + " is expected");
        }
    }

    private boolean take(char c) throws IOException {
        boolean there = peek() == c;
        if (there) {
            read();
        }
        return there;
    }

    /** The next character that is no white space, which stays; -1 at the end. */
    private int peek() throws IOException {
        int c = look();
        while (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            read();
            c = look();
        }
        return c;
    }

    private int look() throws IOException {
        if (next == limit && !fill()) {
            return -1;
        }
        return buffer[next];
    }

    private int read() throws IOException {
        int c = look();
        if (c >= 0) {
            next++;
            if (copy != null) {
                copy(c);
            }
        }
        return c;
    }

    private void copy(int c) throws IOException {
        if (copy.length() == copyMax) {
            throw malformed("a value of more than " + copyMax + " characters");
        }
        copy.append((char) c);
    }

    private boolean fill() throws IOException {
        passed += limit;
        next = 0;
        try {
            limit = Math.max(0, in.read(buffer));
        } catch (CharacterCodingException e) {
            limit = 0;
            throw malformed("bytes that are not UTF-8");
        }
        return limit > 0;
    }

    private MalformedJsonException malformed(String what) {
        return new MalformedJsonException(what + ", at character " + (passed + next + 1));
    }
}
