package relay.smtp.client;

import java.net.InetSocketAddress;

/**
 * One address to connect to.
 *
 * @param name the MX or smarthost name, for SNI, certificate checks and logs
 * @param address where it is
 * @param tls whether to encrypt
 * @param login credentials for AUTH, which is used over TLS only; null for none
 */
public record RemoteHost(String name, InetSocketAddress address, TlsRequirement tls, Login login) {
    /** User and password at a smarthost. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }
}
