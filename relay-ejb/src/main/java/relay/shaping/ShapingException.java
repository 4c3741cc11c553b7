package relay.shaping;

/** A shaping file that says something impossible. The message names file, line and remedy. */
public final class ShapingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ShapingException(String message) {
        super(message);
    }
}
