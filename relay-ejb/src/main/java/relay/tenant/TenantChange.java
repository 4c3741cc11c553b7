package relay.tenant;

/**
 * What is to change of a tenant; null leaves a value as it is.
 *
 * @param name unique among tenants, 1 to 200 characters
 * @param status {@code active} or {@code suspended}
 * @param perHour recipients an hour; 0 for no limit
 * @param perDay recipients a day; 0 for no limit
 */
public record TenantChange(String name, String status, Integer perHour, Integer perDay) {}
