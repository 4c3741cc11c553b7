package relay.steering;

/**
 * What an operator asks for.
 *
 * @param action suspend, resume, hold, release, bounce, cancel, reroute or flush
 * @param match about which mail; at least one of its fields, except to resume and to flush
 * @param reason for people, 1 to 500 characters
 * @param expires when it ends by itself, ISO 8601; null for never; for suspend and reroute only
 * @param to where rerouted mail goes, {@code host:port}
 */
public record QueueActionRequest(String action, Match match, String reason, String expires, String to) {}
