package relay.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the encoded words of RFC 2047 for pages, logs and decisions. What is malformed, or in a character set that
 * this Java does not know, stays as it is.
 */
public final class EncodedWords {
    private static final Pattern WORD =
            Pattern.compile("=\\?([\\w+.:-]++)(?:\\*[\\w-]*+)?\\?([BbQq])\\?([^?\\s]*+)\\?=");

    private final StringBuilder out = new StringBuilder();
    /** Octets of adjacent words in one character set: some senders split a character between two words. */
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    private Charset charset;

    private EncodedWords() {}

    /** The value with its encoded words decoded. */
    public static String decode(String value) {
        return value.contains("=?") ? new EncodedWords().decoded(value) : value;
    }

    private String decoded(String value) {
        Matcher word = WORD.matcher(value);
        int end = 0;
        while (word.find()) {
            byte[] octets = octets(word.group(2), word.group(3));
            Charset itsCharset = charset(word.group(1));
            if (octets != null && itsCharset != null) {
                between(value, end, word.start());
                add(octets, itsCharset);
                end = word.end();
            }
        }
        flush();
        return out.append(value, end, value.length()).toString();
    }

    /** White space between two encoded words is not shown (RFC 2047, section 6.2). */
    private void between(String value, int from, int to) {
        if (charset == null || !value.substring(from, to).isBlank()) {
            flush();
            out.append(value, from, to);
        }
    }

    private void add(byte[] octets, Charset itsCharset) {
        if (!itsCharset.equals(charset)) {
            flush();
        }
        charset = itsCharset;
        pending.writeBytes(octets);
    }

    private void flush() {
        if (charset != null) {
            out.append(pending.toString(charset));
        }
        pending.reset();
        charset = null;
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return null;
        }
    }

    /** The octets that the text stands for, or null when it is malformed. */
    private static byte[] octets(String encoding, String text) {
        return encoding.equalsIgnoreCase("B") ? base64(text) : quoted(text);
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static byte[] quoted(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream octets = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '=') {
                octets.write(in[i] == '_' ? ' ' : in[i]);
            } else if (i + 2 < in.length && hex(in[i + 1]) >= 0 && hex(in[i + 2]) >= 0) {
                octets.write((hex(in[++i]) << 4) | hex(in[++i]));
            } else {
                return null;
            }
        }
        return octets.toByteArray();
    }

    private static int hex(byte b) {
        return Character.digit(b, 16);
    }
}
