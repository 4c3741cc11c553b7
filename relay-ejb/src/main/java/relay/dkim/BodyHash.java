package relay.dkim;

import java.security.MessageDigest;
import relay.secret.Sha256;

/**
 * The SHA-256 hash of a body in canonical form (RFC 6376, sections 3.4.3 to 3.4.5 and 3.7), taken while the body passes
 * by in pieces of any size. Holds a few KiB, whatever the length of the body. Not for several threads at once.
 */
public final class BodyHash {
    /** Length of the result in bytes. */
    public static final int LENGTH = 32;

    private static final int BUFFER = 4 * 1024;
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] SPACE = {' '};

    private final MessageDigest digest = Sha256.digest();
    private final boolean relaxed;
    private final long limit;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    /** Length of the canonical body so far, of which at most the limit is hashed. */
    private long length;
    /** Line ends not passed on yet: those at the end of the body do not count. */
    private long heldLineEnds;

    private boolean heldSpace;
    private boolean heldReturn;
    private boolean finished;

    private BodyHash(Canonicalization canonicalization, long limit) {
        this.relaxed = canonicalization == Canonicalization.RELAXED;
        this.limit = limit;
    }

    /** The hash that our signatures carry: relaxed, of the whole body. */
    public static BodyHash relaxed() {
        return new BodyHash(Canonicalization.RELAXED, Long.MAX_VALUE);
    }

    /** The hash that a signature asks for: of the first {@code limit} bytes of the canonical body (its l= tag). */
    static BodyHash of(Canonicalization canonicalization, long limit) {
        return new BodyHash(canonicalization, limit);
    }

    /** Takes up the next piece of the body. */
    public void feed(byte[] bytes, int offset, int count) {
        if (finished) {
            throw new IllegalStateException("the body hash is finished");
        }
        int end = offset + count;
        int i = offset;
        while (i < end) {
            int runEnd = runEnd(bytes, i, end);
            if (runEnd > i) {
                content(bytes, i, runEnd - i);
                i = runEnd;
            } else {
                special(bytes, i++);
            }
        }
    }

    /** End of the bytes from here that pass unchanged; a single space between words is one of them. */
    private static int runEnd(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end
                && (isPlain(bytes[i]) || (bytes[i] == ' ' && i > from && i + 1 < end && isPlain(bytes[i + 1])))) {
            i++;
        }
        return i;
    }

    private static boolean isPlain(byte b) {
        return b > ' ' || b < 0;
    }

    private void special(byte[] bytes, int at) {
        byte b = bytes[at];
        if (b == '\n' && heldReturn) {
            lineEnd();
        } else if (b == '\r') {
            releaseReturn();
            heldReturn = true;
        } else if (relaxed && (b == ' ' || b == '\t')) {
            releaseReturn();
            heldSpace = true;
        } else {
            content(bytes, at, 1);
        }
    }

    private void lineEnd() {
        heldReturn = false;
        heldSpace = false;
        heldLineEnds++;
    }

    private void content(byte[] bytes, int offset, int count) {
        releaseReturn();
        releaseBlank();
        put(bytes, offset, count);
    }

    /** A return without line feed is not a line end but content. */
    private void releaseReturn() {
        if (heldReturn) {
            heldReturn = false;
            releaseBlank();
            put(LINE_END, 0, 1);
        }
    }

    private void releaseBlank() {
        for (; heldLineEnds > 0; heldLineEnds--) {
            put(LINE_END, 0, 2);
        }
        if (heldSpace) {
            heldSpace = false;
            put(SPACE, 0, 1);
        }
    }

    private void put(byte[] bytes, int offset, int count) {
        int n = (int) Math.min(count, Math.max(0, limit - length));
        length += count;
        if (n > BUFFER - buffered) {
            drain();
        }
        if (n > BUFFER) {
            digest.update(bytes, offset, n);
        } else {
            System.arraycopy(bytes, offset, buffer, buffered, n);
            buffered += n;
        }
    }

    private void drain() {
        digest.update(buffer, 0, buffered);
        buffered = 0;
    }

    /** The hash of all that was fed; {@value #LENGTH} bytes. Nothing more can be fed. */
    public byte[] finish() {
        if (finished) {
            throw new IllegalStateException("the body hash is finished");
        }
        releaseReturn();
        finished = true;
        if (length > 0 || !relaxed) {
            put(LINE_END, 0, 2);
        }
        drain();
        return digest.digest();
    }

    /** Length of the canonical body in bytes; final once the hash is finished. */
    long length() {
        return length;
    }
}
