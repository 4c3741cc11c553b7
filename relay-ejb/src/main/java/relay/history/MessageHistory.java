package relay.history;

import java.util.List;

/**
 * A message with everything that is known of it.
 *
 * @param message the message with its recipients
 * @param events its timeline, oldest first
 * @param attempts its delivery attempts, oldest first
 */
public record MessageHistory(MessageSummary message, List<EventRecord> events, List<AttemptRecord> attempts) {
    public MessageHistory {
        events = List.copyOf(events);
        attempts = List.copyOf(attempts);
    }
}
