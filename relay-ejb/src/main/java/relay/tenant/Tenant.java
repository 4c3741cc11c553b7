package relay.tenant;

/**
 * A tenant as the mail path knows it.
 *
 * @param id identity
 * @param name for people
 * @param suspended whether its mail is refused
 * @param perHour recipients an hour, or null for no limit
 * @param perDay recipients a day, or null for no limit
 */
public record Tenant(String id, String name, boolean suspended, Integer perHour, Integer perDay) {}
