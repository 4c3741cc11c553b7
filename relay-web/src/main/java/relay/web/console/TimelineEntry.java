package relay.web.console;

import java.time.Instant;

/**
 * A line of a message's timeline.
 *
 * @param at when
 * @param kind event type, or {@code attempt}
 * @param title what happened
 * @param recipient to whom, or null
 * @param detail where and how
 * @param reply what was said, or null
 */
public record TimelineEntry(Instant at, String kind, String title, String recipient, String detail, String reply) {}
