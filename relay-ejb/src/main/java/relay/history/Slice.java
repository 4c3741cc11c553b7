package relay.history;

import java.util.List;

/**
 * A part of a list.
 *
 * @param items in order; perhaps fewer than asked for although there are more, when much had to be looked at
 * @param next position to go on after, or null at the end
 */
public record Slice<T>(List<T> items, String next) {
    public Slice {
        items = List.copyOf(items);
    }
}
