package relay.queue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;
import relay.secret.Sha256;

/**
 * Makes identities of 20 characters that sort by time: 50 bits of milliseconds and 50 bits that begin at random in each
 * millisecond and count up, in Crockford's base 32 (no I, L, O, U). Within a process they strictly increase, so that a
 * cursor over them misses nothing.
 */
public final class QueueIds {
    /** Length of every id. */
    public static final int LENGTH = 20;

    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern FORM = Pattern.compile("[0-9A-HJKMNP-TV-Z]{" + LENGTH + "}");
    private static final int HALF = 10;
    private static final int BITS_PER_CHARACTER = 5;
    private static final long MASK = (1L << (HALF * BITS_PER_CHARACTER)) - 1;
    /** Room above the random start, so that counting within a millisecond does not overflow. */
    private static final long START_MASK = MASK >>> 1;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private long lastMillis;
    private long counter;

    public QueueIds(Clock clock) {
        this.clock = clock;
    }

    /** A new id, greater than any before from this object. */
    public synchronized String next() {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            counter = random.nextLong() & START_MASK;
        } else {
            counter++;
        }
        return text(lastMillis, counter);
    }

    /**
     * The id that belongs to an idempotency key: the same for the same tenant, key and time, so that a retry after a
     * crash takes the same message up again.
     */
    public static String derived(String tenantId, byte[] keyHash, long createdAt) {
        MessageDigest digest = Sha256.digest();
        digest.update(tenantId.getBytes(StandardCharsets.UTF_8));
        digest.update(keyHash);
        return text(createdAt, ByteBuffer.wrap(digest.digest()).getLong() & MASK);
    }

    /** The smallest id of this time: all ids made before are smaller. Times that no id can have count as the nearest. */
    public static String first(Instant at) {
        if (at.isBefore(Instant.EPOCH)) {
            return text(0, 0);
        }
        return at.isAfter(Instant.ofEpochMilli(MASK)) ? text(MASK, MASK) : text(at.toEpochMilli(), 0);
    }

    /** When the id was made. */
    public static Instant madeAt(String id) {
        long millis = 0;
        for (int i = 0; i < HALF; i++) {
            millis = millis << BITS_PER_CHARACTER | DIGITS.indexOf(id.charAt(i));
        }
        return Instant.ofEpochMilli(millis);
    }

    /** Whether the text has the form of an id. */
    public static boolean isQueueId(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    private static String text(long millis, long rest) {
        char[] text = new char[LENGTH];
        write(text, 0, millis & MASK);
        write(text, HALF, rest & MASK);
        return new String(text);
    }

    private static void write(char[] text, int from, long bits) {
        long rest = bits;
        for (int i = from + HALF - 1; i >= from; i--) {
            text[i] = DIGITS.charAt((int) (rest & (DIGITS.length() - 1)));
            rest >>>= BITS_PER_CHARACTER;
        }
    }
}
