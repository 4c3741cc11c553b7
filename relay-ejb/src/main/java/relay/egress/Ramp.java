package relay.egress;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How much a new source may send to one site on each of its first days.
 *
 * @param days messages on the first, second, … day; after the last one there is no limit
 */
public record Ramp(List<Integer> days) {
    /** Most days that a ramp can have. */
    public static final int MOST_DAYS = 100;

    private static final Ramp DEFAULT =
            parse("50,100,500,1000,5000,10000,20000,40000,70000,100000,150000,250000,400000,600000,1000000");

    public Ramp {
        days = List.copyOf(days);
        if (days.isEmpty() || days.size() > MOST_DAYS || days.stream().anyMatch(day -> day < 1)) {
            throw new IllegalArgumentException("A ramp has 1 to " + MOST_DAYS + " days of 1 message or more");
        }
    }

    /** Fifteen days, from 50 messages to a million: what the great providers bear from an address that they do not know. */
    public static Ramp ofDefaults() {
        return DEFAULT;
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException when it is no ramp
     */
    public static Ramp parse(String text) {
        return new Ramp(Arrays.stream(text.split(",", -1))
                .map(day -> Integer.valueOf(day.strip()))
                .toList());
    }

    /** The numbers with commas between. */
    @Override
    public String toString() {
        return days.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
