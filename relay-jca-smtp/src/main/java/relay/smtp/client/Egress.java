package relay.smtp.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * How a connection leaves: from which address, under which name, and through whom.
 *
 * @param address ours, to which the socket is bound; behind an HAProxy the one that it is to connect from. Null leaves
 *     the choice to the system
 * @param ehloName what EHLO and HELO say, or null for the client's own
 * @param proxy that connects for us, or null to connect ourselves
 */
public record Egress(InetAddress address, String ehloName, Proxy proxy) {
    private static final Egress DIRECT = new Egress(null, null, null);

    public Egress {
        if (proxy != null && proxy.kind() == Proxy.Kind.HAPROXY && address == null) {
            throw new IllegalArgumentException("an HAProxy must be told from which address to connect");
        }
    }

    /** Straight to the host, from whatever address the system chooses. */
    public static Egress direct() {
        return DIRECT;
    }

    /** Straight to the host, from an address of this machine. */
    public static Egress from(InetAddress address, String ehloName) {
        return new Egress(address, ehloName, null);
    }

    /** Whether a host at this address can be reached: an address speaks to those of its own family only. */
    public boolean reaches(InetAddress host) {
        boolean proxyChooses = proxy != null && proxy.kind() == Proxy.Kind.SOCKS5;
        return address == null || proxyChooses || host == null || address.getClass() == host.getClass();
    }

    /** The address that the socket itself is bound to, or null. */
    InetSocketAddress bound() {
        boolean isOurs = proxy == null || proxy.kind() != Proxy.Kind.HAPROXY;
        return address == null || !isOurs ? null : new InetSocketAddress(address, 0);
    }

    /**
     * A host that connects for us.
     *
     * @param kind how it is asked
     * @param address where it listens
     * @param login for SOCKS5 (RFC 1929), or null
     */
    public record Proxy(Kind kind, InetSocketAddress address, RemoteHost.Login login) {
        /** How a proxy is asked. */
        public enum Kind {
            /** By RFC 1928; it chooses its address itself. */
            SOCKS5,
            /** By a PROXY header, version 2, which says from where and to whom. */
            HAPROXY
        }

        /** As messages for people name it. */
        @Override
        public String toString() {
            return "proxy " + address.getHostString() + ":" + address.getPort();
        }
    }
}
