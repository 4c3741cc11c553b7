package relay.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One field of a header: a view of the bytes that it came in, folding and line ends included. */
public final class HeaderField {
    private final byte[] source;
    private final int start;
    private final int nameEnd;
    private final int valueStart;
    private final int end;

    HeaderField(byte[] source, int start, int nameEnd, int valueStart, int end) {
        this.source = source;
        this.start = start;
        this.nameEnd = nameEnd;
        this.valueStart = valueStart;
        this.end = end;
    }

    /** The name as it was written, without white space before the colon. */
    public String name() {
        return new String(source, start, nameEnd - start, StandardCharsets.US_ASCII);
    }

    /** Whether this is the field's name, whatever its case (RFC 5322, section 1.2.2). */
    public boolean is(String name) {
        return nameEnd - start == name.length() && nameStartsWith(name);
    }

    /** Whether the name begins so, whatever its case. */
    public boolean nameStartsWith(String prefix) {
        if (nameEnd - start < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (lower(source[start + i]) != lower(prefix.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /** The value unfolded (RFC 5322, section 2.2.3), without white space around it; UTF-8 or else ISO-8859-1. */
    public String value() {
        byte[] unfolded = new byte[end - valueStart];
        int length = 0;
        for (int i = valueStart; i < end; i++) {
            if (!isLineEnd(i)) {
                unfolded[length++] = source[i];
            }
        }
        return HeaderText.decode(unfolded, 0, length).strip();
    }

    private boolean isLineEnd(int i) {
        return source[i] == '\n' || (source[i] == '\r' && i + 1 < end && source[i + 1] == '\n');
    }

    /** A copy of the field's bytes: name, colon, value, folding and the last line end. */
    public byte[] raw() {
        return Arrays.copyOfRange(source, start, end);
    }

    /** Appends the field's bytes, with the line end added that the last line of a message may lack. */
    public void appendTo(ByteArrayOutputStream out) {
        out.write(source, start, end - start);
        if (source[end - 1] != '\n') {
            out.write('\r');
            out.write('\n');
        }
    }

    /** The array that {@link #start}, {@link #valueStart} and {@link #end} index. Shared: not to be changed. */
    public byte[] source() {
        return source;
    }

    /** Offset of the name's first byte. */
    public int start() {
        return start;
    }

    /** Offset of the first byte after the colon. */
    public int valueStart() {
        return valueStart;
    }

    /** Offset after the field's last line end. */
    public int end() {
        return end;
    }

    /** How many lines it is folded over; 1 when it is not. */
    public int lineCount() {
        int lines = source[end - 1] == '\n' ? 0 : 1;
        for (int i = start; i < end; i++) {
            lines += source[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    @Override
    public String toString() {
        return name() + ": " + value();
    }
}
