package relay.smtp.client;

import java.net.InetSocketAddress;

/**
 * One address to connect to.
 *
 * @param name the MX or smarthost name, for SNI, certificate checks and logs
 * @param address where it is
 * @param tls whether to encrypt
 * @param login credentials for AUTH, which is used over TLS only; null for none
 * @param check judges the certificate: a fault ends the connection where {@code tls} is {@code DANE} and is only told
 *     otherwise; null for none
 * @param requiresTls whether the host must promise to pass the mail on over authenticated TLS only (RFC 8689)
 */
public record RemoteHost(
        String name, InetSocketAddress address, TlsRequirement tls, Login login, PeerCheck check, boolean requiresTls) {
    /** A host whose certificate nobody judges beyond what {@code tls} says. */
    public RemoteHost(String name, InetSocketAddress address, TlsRequirement tls, Login login) {
        this(name, address, tls, login, null, false);
    }

    /** The same host, spoken to under another requirement. */
    public RemoteHost with(TlsRequirement requirement) {
        return new RemoteHost(name, address, requirement, login, check, requiresTls);
    }

    /** The same host under another requirement, with a judge of its certificate. */
    public RemoteHost with(TlsRequirement requirement, PeerCheck judge) {
        return new RemoteHost(name, address, requirement, login, judge, requiresTls);
    }

    /** The same host for mail that must travel over authenticated TLS all the way (RFC 8689). */
    public RemoteHost forMailThatRequiresTls() {
        return new RemoteHost(name, address, tls, login, check, true);
    }

    /** User and password at a smarthost. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }
}
