package relay.compose;

/**
 * Something that is wrong with what is to be sent.
 *
 * @param field its name, with its place for list elements: {@code to[2]}
 * @param message what is allowed
 */
public record Defect(String field, String message) {}
