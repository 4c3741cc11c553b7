package relay.web.access;

/** What a caller may be asked for. */
public enum Right {
    /** Nothing: whoever can reach the relay. */
    NOTHING,
    /** Send messages as a tenant. */
    SEND,
    /** See what belongs to a tenant. */
    READ,
    /** Change what belongs to a tenant. */
    MANAGE,
    /** Look after all tenants. */
    ADMINISTRATION;

    /** The scope of an api credential that grants it. */
    String scope() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
