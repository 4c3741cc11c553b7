package relay.submission;

import java.time.Duration;
import relay.message.HeaderLimits;

/**
 * What the header of a message must keep to, and what is added to it.
 *
 * @param header largest header that is taken
 * @param maxReceived most Received fields that a message may come with before it is taken for a loop (RFC 5321, section
 *     6.3); 1 to 1,000
 * @param addDate whether a missing Date is added (RFC 6409, section 8.1)
 * @param addMessageId whether a missing Message-ID is added (RFC 6409, section 8.2)
 * @param maxTags most X-Relay-Tag fields; 0 to 100
 * @param maxMetadataBytes largest X-Relay-Metadata in bytes of UTF-8; 2 to 65,536
 * @param maxScheduleAhead how far in the future X-Relay-Send-At and X-Relay-Expire-At may lie
 */
public record SubmissionRules(
        HeaderLimits header,
        int maxReceived,
        boolean addDate,
        boolean addMessageId,
        int maxTags,
        int maxMetadataBytes,
        Duration maxScheduleAhead) {
    public static final int DEFAULT_MAX_RECEIVED = 50;
    public static final int DEFAULT_MAX_TAGS = 10;
    public static final int DEFAULT_MAX_METADATA_BYTES = 4 * 1024;
    public static final Duration DEFAULT_MAX_SCHEDULE_AHEAD = Duration.ofDays(366);

    public SubmissionRules {
        inRange("maxReceived", maxReceived, 1, 1_000);
        inRange("maxTags", maxTags, 0, 100);
        inRange("maxMetadataBytes", maxMetadataBytes, 2, 65_536);
        if (maxScheduleAhead.isNegative()) {
            throw new IllegalArgumentException("maxScheduleAhead is negative: " + maxScheduleAhead);
        }
    }

    private static void inRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed is " + min + " to " + max);
        }
    }

    /** Every rule at its default; what is missing is added. */
    public static SubmissionRules ofDefaults() {
        return new SubmissionRules(
                HeaderLimits.ofDefaults(),
                DEFAULT_MAX_RECEIVED,
                true,
                true,
                DEFAULT_MAX_TAGS,
                DEFAULT_MAX_METADATA_BYTES,
                DEFAULT_MAX_SCHEDULE_AHEAD);
    }
}
