package relay.policy;

import java.time.Duration;

/** A sum over a window that moves on in steps; what is older than the window is forgotten. Not thread-safe. */
final class SlidingCount {
    private final long stepMillis;
    private final int[] steps;
    private long current;
    private long sum;

    /**
     * A count of nothing.
     *
     * @param window how far it looks back
     * @param steps into how many the window is divided
     */
    SlidingCount(Duration window, int steps) {
        this.stepMillis = window.toMillis() / steps;
        this.steps = new int[steps];
    }

    /** The sum over the window that ends now. */
    long sum(long nowMillis) {
        moveTo(nowMillis / stepMillis);
        return sum;
    }

    void add(long nowMillis, int count) {
        moveTo(nowMillis / stepMillis);
        steps[place(current)] += count;
        sum += count;
    }

    private void moveTo(long step) {
        if (step - current >= steps.length) {
            current = step - steps.length;
        }
        while (current < step) {
            current++;
            sum -= steps[place(current)];
            steps[place(current)] = 0;
        }
    }

    private int place(long step) {
        return (int) (step % steps.length);
    }
}
