package relay.message;

/**
 * How much of a message may be header.
 *
 * @param maxBytes largest header region in bytes, line ends included; at least 1,000
 * @param maxFields most fields in it; at least 1
 */
public record HeaderLimits(int maxBytes, int maxFields) {
    public static final int DEFAULT_MAX_BYTES = 256 * 1024;
    public static final int DEFAULT_MAX_FIELDS = 1_000;

    public HeaderLimits {
        if (maxBytes < 1_000) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", at least 1000 is allowed");
        }
        if (maxFields < 1) {
            throw new IllegalArgumentException("maxFields is " + maxFields + ", at least 1 is allowed");
        }
    }

    /** 256 KiB and 1,000 fields. */
    public static HeaderLimits ofDefaults() {
        return new HeaderLimits(DEFAULT_MAX_BYTES, DEFAULT_MAX_FIELDS);
    }
}
