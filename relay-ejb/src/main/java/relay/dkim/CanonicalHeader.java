package relay.dkim;

import java.util.Arrays;
import relay.message.HeaderField;

/** Header fields one after the other in canonical form, as they are signed (RFC 6376, sections 3.4.1, 3.4.2 and 3.7). */
final class CanonicalHeader {
    private byte[] bytes;
    private int length;

    CanonicalHeader(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Forgets what was added after this length. */
    void truncate(int newLength) {
        length = newLength;
    }

    CanonicalHeader add(HeaderField field, Canonicalization canonicalization) {
        ensureRoom(field.end() - field.start() + 2);
        if (canonicalization == Canonicalization.RELAXED) {
            relaxed(field);
        } else {
            simple(field);
        }
        return this;
    }

    /** Adds the signature field itself: it comes last, and without line end. */
    CanonicalHeader addLast(HeaderField field, Canonicalization canonicalization) {
        add(field, canonicalization);
        length -= 2;
        return this;
    }

    /** A canonical field is never longer than its source and a line end. */
    private void ensureRoom(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    private void simple(HeaderField field) {
        int count = field.end() - field.start();
        System.arraycopy(field.source(), field.start(), bytes, length, count);
        length += count;
        if (field.source()[field.end() - 1] != '\n') {
            lineEnd();
        }
    }

    private void relaxed(HeaderField field) {
        byte[] source = field.source();
        for (int i = field.start(); source[i] != ':' && !isBlank(source[i]); i++) {
            bytes[length++] = lower(source[i]);
        }
        bytes[length++] = ':';
        value(source, field.valueStart(), field.end());
        lineEnd();
    }

    private void value(byte[] source, int from, int end) {
        int start = length;
        boolean space = false;
        for (int i = from; i < end; i++) {
            byte b = source[i];
            if (isBlank(b)) {
                space = true;
            } else if (!isLineEnd(source, i, end)) {
                if (space && length > start) {
                    bytes[length++] = ' ';
                }
                space = false;
                bytes[length++] = b;
            }
        }
    }

    private void lineEnd() {
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean isLineEnd(byte[] source, int at, int end) {
        return source[at] == '\n' || (source[at] == '\r' && at + 1 < end && source[at + 1] == '\n');
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
