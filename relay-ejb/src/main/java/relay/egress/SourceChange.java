package relay.egress;

/**
 * What is to change of a source; null leaves a value as it is, and an empty text takes it away.
 *
 * @param name of a new one: letters, digits, dots and hyphens
 * @param address IPv4 or IPv6 address of this machine, or of the HAProxy
 * @param ehloName in EHLO
 * @param proxy that connects for us
 * @param warmUpSince first day of its warm-up, as in {@code 2027-01-31}
 * @param ramp messages a site on each day, as in {@code 50,100,500}
 */
public record SourceChange(
        String name, String address, String ehloName, ProxyChange proxy, String warmUpSince, String ramp) {
    /**
     * A proxy as it is to be, as a whole.
     *
     * @param kind socks5, haproxy, or none to take it away
     * @param host its name or address
     * @param port where it listens
     * @param user for SOCKS5, or null
     * @param password for SOCKS5, or null
     */
    public record ProxyChange(String kind, String host, Integer port, String user, String password) {}
}
