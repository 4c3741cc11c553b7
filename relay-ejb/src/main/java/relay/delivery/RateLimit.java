package relay.delivery;

import java.util.Arrays;
import relay.shaping.Rate;

/**
 * Lets so many through in a period, in whatever period of that length one counts: it remembers the times of the last
 * ones. Bursts are allowed up to the limit.
 */
final class RateLimit {
    private static final int FIRST_ROOM = 8;

    private Rate rate;
    private long[] times = new long[FIRST_ROOM];
    private int oldest;
    private int count;

    /** A limit; null lets everything through. */
    RateLimit(Rate rate) {
        this.rate = rate;
    }

    /** Changes the limit; what went through before counts. */
    void change(Rate changed) {
        rate = changed;
    }

    /** Milliseconds until one more may go; 0 for now. */
    long waitMillis(long now) {
        if (rate == null) {
            return 0;
        }
        forgetBefore(now - rate.periodMillis());
        if (count < rate.count()) {
            return 0;
        }
        // after a lowered limit more than one must age
        long decisive = times[(oldest + count - rate.count()) % times.length];
        return decisive + rate.periodMillis() - now + 1;
    }

    /** Whether nothing that went through counts any more. */
    boolean isEmpty(long now) {
        if (rate != null) {
            forgetBefore(now - rate.periodMillis());
        }
        return count == 0;
    }

    /** One goes through now. */
    void passed(long now) {
        if (rate != null) {
            if (count == times.length) {
                grow();
            }
            times[(oldest + count) % times.length] = now;
            count++;
        }
    }

    private void forgetBefore(long time) {
        while (count > 0 && times[oldest] < time) {
            oldest = (oldest + 1) % times.length;
            count--;
        }
    }

    private void grow() {
        long[] more = Arrays.copyOf(Arrays.copyOfRange(times, oldest, times.length), 2 * times.length);
        System.arraycopy(times, 0, more, times.length - oldest, oldest);
        times = more;
        oldest = 0;
    }
}
