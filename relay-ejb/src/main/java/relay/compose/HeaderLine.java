package relay.compose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Header fields as they are written: folded (RFC 5322, section 2.2.3), and in encoded words where they are not ASCII (RFC
 * 2047).
 */
final class HeaderLine {
    private static final int WIDTH = 78;
    /** Longest stretch without a blank that still fits a line beside its field name (RFC 5322, section 2.1.1). */
    static final int MAX_WORD = 900;
    /** Octets of UTF-8 in an encoded word, which then fits its line beside a field name (RFC 2047, section 2). */
    private static final int WORD_OCTETS = 39;

    private HeaderLine() {}

    /** A field whose value is free text. */
    static String text(String name, String value) {
        List<String> pieces = List.of(value.split(" ", -1));
        boolean foldable = pieces.stream().allMatch(piece -> piece.length() <= MAX_WORD);
        return fold(name, isPlain(value) && foldable ? pieces : words(value), " ");
    }

    /** A field whose value is a list of structured elements with commas between. */
    static String list(String name, List<String> elements) {
        return fold(name, elements, ", ");
    }

    /** A field as it is, its value short and ASCII. */
    static String asItIs(String name, String value) {
        return name + ": " + value + "\r\n";
    }

    /** A display name in front of an address (RFC 5322, section 3.2.5). */
    static String phrase(String name) {
        if (!isPlain(name)) {
            return String.join("\r\n ", words(name));
        }
        boolean atoms = name.matches("[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+");
        return atoms ? name : '"' + name.replaceAll("([\"\\\\])", "\\\\$1") + '"';
    }

    /** Whether the text passes as it is and nobody takes it for encoded words. */
    private static boolean isPlain(String text) {
        return !text.contains("=?") && text.chars().allMatch(c -> (c >= ' ' && c < 127) || c == '\t');
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int octets = 0;
        for (int c : text.codePoints().toArray()) {
            String character = Character.toString(c);
            int more = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + more > WORD_OCTETS) {
                words.add(word(word));
                word.setLength(0);
                octets = 0;
            }
            word.append(character);
            octets += more;
        }
        words.add(word(word));
        return words;
    }

    private static String word(CharSequence text) {
        byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }

    /** The separator's blank becomes the fold, so that unfolding gives the value back. */
    private static String fold(String name, List<String> pieces, String separator) {
        StringBuilder line = new StringBuilder(name).append(": ");
        int column = line.length();
        boolean empty = true;
        for (String piece : pieces) {
            if (!empty) {
                boolean tooLong = column + separator.length() + piece.length() > WIDTH && !piece.isEmpty();
                line.append(tooLong ? separator.replace(" ", "\r\n ") : separator);
                column = tooLong ? 1 : column + separator.length();
            }
            line.append(piece);
            column += piece.length();
            empty = false;
        }
        return line.append("\r\n").toString();
    }
}
