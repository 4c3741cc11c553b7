package relay.web.problem;

/**
 * A field of a request that is wrong.
 *
 * @param field its name, with its place for list elements: {@code to[2]}
 * @param message what is allowed
 */
public record FieldError(String field, String message) {}
