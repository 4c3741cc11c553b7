package relay.history;

import java.time.Instant;
import java.util.Map;

/**
 * What happened in one hour.
 *
 * @param at when the hour began
 * @param events how many of each type
 */
public record TrafficHour(Instant at, Map<String, Long> events) {
    public TrafficHour {
        events = Map.copyOf(events);
    }

    /** How many events of this type there were. */
    public long count(String type) {
        return events.getOrDefault(type, 0L);
    }
}
