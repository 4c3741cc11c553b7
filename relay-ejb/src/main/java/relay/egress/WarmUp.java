package relay.egress;

import java.time.Duration;
import java.time.LocalDate;

/**
 * How a new source becomes known. Days are those of UTC.
 *
 * @param since its first day
 * @param ramp how much it may send to each site on which day
 */
public record WarmUp(LocalDate since, Ramp ramp) {
    /** Any number of messages. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /** The day of a time, counted from 1970. */
    public static long day(long millis) {
        return Math.floorDiv(millis, DAY_MILLIS);
    }

    /** When the day after this time begins. */
    public static long nextDay(long millis) {
        return (day(millis) + 1) * DAY_MILLIS;
    }

    /** Messages that the source may send to one site on the day of this time; none before its first day. */
    public long allowance(long millis) {
        long index = day(millis) - since.toEpochDay();
        if (index < 0) {
            return 0;
        }
        return index < ramp.days().size() ? ramp.days().get((int) index) : UNLIMITED;
    }
}
