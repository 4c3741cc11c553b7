package relay.web.page;

import jakarta.json.bind.annotation.JsonbNillable;
import java.util.List;
import java.util.function.Function;
import relay.history.Slice;

/**
 * One page of a list.
 *
 * @param items at most as many as were asked for
 * @param next cursor of the next page, or null at the end
 */
@JsonbNillable
public record Page(List<?> items, String next) {
    /**
     * The page that these rows make.
     *
     * @param rows one more than the limit when there are more pages
     * @param position what the cursor of a row remembers
     * @param view the row as it is shown
     */
    public static <T> Page of(List<T> rows, PageRequest request, Function<T, String> position, Function<T, ?> view) {
        boolean more = rows.size() > request.limit();
        List<T> shown = more ? rows.subList(0, request.limit()) : rows;
        String next = more ? Cursor.of(position.apply(shown.get(shown.size() - 1))) : null;
        return new Page(shown.stream().map(view).toList(), next);
    }

    /** The page that a slice makes. */
    public static <T> Page of(Slice<T> slice, Function<T, ?> view) {
        String next = slice.next() == null ? null : Cursor.of(slice.next());
        return new Page(slice.items().stream().map(view).toList(), next);
    }
}
