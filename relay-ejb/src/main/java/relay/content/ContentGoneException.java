package relay.content;

import java.io.IOException;

/** The content of a message is not stored any more; asking again will not help. */
public final class ContentGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ContentGoneException(String message) {
        super(message);
    }
}
