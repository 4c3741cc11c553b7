package relay.egress;

import java.time.LocalDate;

/**
 * A source as operators set it up.
 *
 * @param name unique
 * @param address ours, or null for the system's choice
 * @param ehloName in EHLO, or null for the relay's own
 * @param proxy that connects for us, or null
 * @param warmUpSince its first day, as in {@code 2027-01-31}, or null where it is known already
 * @param ramp messages a site on each day, with commas between; null for the ramp that ships
 * @param createdAt milliseconds since 1970
 */
public record StoredSource(
        String name,
        String address,
        String ehloName,
        StoredProxy proxy,
        String warmUpSince,
        String ramp,
        long createdAt) {
    /** How it becomes known, or null where it is known already. */
    public WarmUp warmUp() {
        return warmUpSince == null
                ? null
                : new WarmUp(LocalDate.parse(warmUpSince), ramp == null ? Ramp.ofDefaults() : Ramp.parse(ramp));
    }

    /**
     * A proxy.
     *
     * @param kind socks5 or haproxy
     * @param host its name or address
     * @param port where it listens
     * @param user for SOCKS5, or null
     * @param password for SOCKS5, encrypted, or null
     */
    public record StoredProxy(String kind, String host, int port, String user, byte[] password) {}
}
