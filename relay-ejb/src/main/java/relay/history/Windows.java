package relay.history;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Goes through a list by its index in windows, until a page is full, the list ends, or so many rows have been looked at,
 * or so much time has passed, that it must be enough for one page.
 */
final class Windows {
    static final int SIZE = 4_000;
    static final int MOST = 15;

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private final LongSupplier nanoTime;

    Windows(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A list with an index on its position. */
    interface Rows<T> {
        /** The position of the last row of a window of this size behind a position, or null when the list ends before. */
        String end(String after, int size) throws SQLException;

        /** Rows that fit the filter behind a position, up to and with another, or to the end when that is null. */
        List<T> within(String after, String last, int limit) throws SQLException;
    }

    /** A page of at most this many rows behind a position. */
    <T> Slice<T> page(Rows<T> rows, String after, int limit, Function<T, String> position) throws SQLException {
        List<T> found = new ArrayList<>();
        String from = after;
        long begin = nanoTime.getAsLong();
        for (int i = 0; i < MOST && nanoTime.getAsLong() - begin < PATIENCE_NANOS; i++) {
            String end = rows.end(from, SIZE);
            found.addAll(rows.within(from, end, limit + 1 - found.size()));
            if (found.size() > limit) {
                return new Slice<>(found.subList(0, limit), position.apply(found.get(limit - 1)));
            }
            if (end == null) {
                return new Slice<>(found, null);
            }
            from = end;
        }
        return new Slice<>(found, from);
    }
}
