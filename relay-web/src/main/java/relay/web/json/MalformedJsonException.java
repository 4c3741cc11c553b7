package relay.web.json;

import java.io.IOException;

/** A document that is not JSON; says where. */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}
