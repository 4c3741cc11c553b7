package relay.smtp;

import java.net.InetAddress;

/**
 * The other end of a session, as the Received header tells of it.
 *
 * @param role the role of the listener that it connected to
 * @param address its address, after a PROXY header from a trusted network
 * @param port its port
 * @param helo the argument of EHLO or HELO, or null before either
 * @param extended whether EHLO was used (Received says ESMTP then)
 * @param tlsProtocol the TLS version such as {@code TLSv1.3}, or null without TLS
 * @param tlsCipher the cipher suite, or null without TLS
 */
public record Peer(
        ListenerRole role,
        InetAddress address,
        int port,
        String helo,
        boolean extended,
        String tlsProtocol,
        String tlsCipher) {
    /** Whether the session is encrypted. */
    public boolean encrypted() {
        return tlsProtocol != null;
    }
}
