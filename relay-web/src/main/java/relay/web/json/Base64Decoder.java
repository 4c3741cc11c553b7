package relay.web.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Decodes base64 (RFC 4648, section 4) a character at a time; blanks and line ends are passed over. */
final class Base64Decoder {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final byte[] VALUES = new byte[128];
    private static final int BUFFER = 8 << 10;

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            VALUES[ALPHABET.charAt(i)] = (byte) i;
        }
    }

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private int bits;
    private int characters;
    private int padding;

    Base64Decoder(OutputStream out) {
        this.out = out;
    }

    /** Takes a character; false when it may not stand here. */
    boolean accept(char c) throws IOException {
        if (c == ' ' || c == '\r' || c == '\n' || c == '\t') {
            return true;
        }
        if (c == '=') {
            padding++;
            return padding <= 2 && characters >= 2;
        }
        int value = c < VALUES.length ? VALUES[c] : -1;
        if (value < 0 || padding > 0) {
            return false;
        }
        bits = bits << 6 | value;
        if (++characters == 4) {
            put(bits >> 16);
            put(bits >> 8);
            put(bits);
            characters = 0;
            bits = 0;
        }
        return true;
    }

    /** Writes the rest; false when a character is missing. */
    boolean finish() throws IOException {
        boolean whole = padding == 0 ? characters == 0 : characters + padding == 4;
        if (characters == 2) {
            put(bits >> 4);
        } else if (characters == 3) {
            put(bits >> 10);
            put(bits >> 2);
        }
        out.write(buffer, 0, buffered);
        return whole;
    }

    private void put(int b) throws IOException {
        if (buffered == BUFFER) {
            out.write(buffer, 0, buffered);
            buffered = 0;
        }
        buffer[buffered++] = (byte) b;
    }
}
