package relay.dane;

import java.util.Map;

/**
 * What DANE says of a domain's hosts.
 *
 * @param secureNames whether the MX records are signed
 * @param hosts by name in lower case; those not in it publish nothing
 * @param bogus why the MX records themselves cannot be relied on, or null
 */
public record DaneFinding(boolean secureNames, Map<String, HostDane> hosts, String bogus) {
    /** Nothing. */
    public static final DaneFinding NONE = new DaneFinding(false, Map.of(), null);

    public DaneFinding {
        hosts = Map.copyOf(hosts);
    }

    static DaneFinding bogus(String reason) {
        return new DaneFinding(false, Map.of(), reason);
    }
}
