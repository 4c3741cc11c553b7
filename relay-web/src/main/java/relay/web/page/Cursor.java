package relay.web.page;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A position in a list, as clients keep it without looking inside. */
public final class Cursor {
    private static final String MARK = "1:";
    private static final int MAX_LENGTH = 600;

    private Cursor() {}

    /** The cursor of a position. */
    public static String of(String position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((MARK + position).getBytes(StandardCharsets.UTF_8));
    }

    /** The position of a cursor that {@link #of} made, or empty. */
    public static Optional<String> position(String cursor) {
        if (cursor.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith(MARK) ? Optional.of(text.substring(MARK.length())) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
