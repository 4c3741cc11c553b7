package relay.web.page;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import relay.web.problem.FieldError;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** Which page of a list is wanted: {@code limit} and {@code cursor}. */
public class PageRequest {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 1_000;

    @QueryParam("limit")
    private String limit;

    @QueryParam("cursor")
    private String cursor;

    public PageRequest() {}

    PageRequest(String limit, String cursor) {
        this.limit = limit;
        this.cursor = cursor;
    }

    /** Most items of the page. */
    public int limit() {
        if (limit == null || limit.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        int number = limit.matches("\\d{1,4}") ? Integer.parseInt(limit) : 0;
        if (number < 1 || number > MAX_LIMIT) {
            throw wrong("limit", "limit must be a whole number from 1 to " + MAX_LIMIT);
        }
        return number;
    }

    /** How many rows to read, so that one more tells of a next page. */
    public int rows() {
        return limit() + 1;
    }

    /** Where the last page ended; empty for the first page. */
    public String after() {
        return cursor == null || cursor.isEmpty()
                ? ""
                : Cursor.position(cursor)
                        .orElseThrow(() -> wrong("cursor", "cursor must be the value of next from an earlier page"));
    }

    private static ProblemException wrong(String field, String message) {
        return new ProblemException(Problem.invalid(List.of(new FieldError(field, message))));
    }
}
