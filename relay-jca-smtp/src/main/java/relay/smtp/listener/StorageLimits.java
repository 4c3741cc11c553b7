package relay.smtp.listener;

/**
 * What messages under way may occupy.
 *
 * @param memoryPerMessage octets of a message that are held in memory before it is spooled to a file
 * @param memoryInAll octets of all messages in memory; above it messages are spooled from 16 KiB on
 * @param freeBytes free space of the data directory's file store below which MAIL is answered 452 4.3.1
 * @param freePercent the same in percent of the file store
 */
public record StorageLimits(int memoryPerMessage, long memoryInAll, long freeBytes, int freePercent) {
    public static final int DEFAULT_MEMORY_PER_MESSAGE = 256 * 1024;
    public static final long DEFAULT_MEMORY_IN_ALL = 64L * 1024 * 1024;
    public static final long DEFAULT_FREE_BYTES = 256L * 1024 * 1024;
    public static final int DEFAULT_FREE_PERCENT = 1;

    /** What a message may always hold in memory. */
    static final int LEAST_MEMORY = 16 * 1024;

    private static final int PERCENT = 100;

    public StorageLimits {
        if (memoryPerMessage < LEAST_MEMORY) {
            throw new IllegalArgumentException(
                    "memoryPerMessage is " + memoryPerMessage + ", must be at least " + LEAST_MEMORY);
        }
        if (memoryInAll < memoryPerMessage) {
            throw new IllegalArgumentException(
                    "memoryInAll is " + memoryInAll + ", must be at least memoryPerMessage, " + memoryPerMessage);
        }
        if (freeBytes < 0) {
            throw new IllegalArgumentException("freeBytes is " + freeBytes + ", must not be negative");
        }
        if (freePercent < 0 || freePercent >= PERCENT) {
            throw new IllegalArgumentException("freePercent is " + freePercent + ", must be from 0 to 99");
        }
    }

    /** The defaults. */
    public static StorageLimits ofDefaults() {
        return new StorageLimits(
                DEFAULT_MEMORY_PER_MESSAGE, DEFAULT_MEMORY_IN_ALL, DEFAULT_FREE_BYTES, DEFAULT_FREE_PERCENT);
    }
}
