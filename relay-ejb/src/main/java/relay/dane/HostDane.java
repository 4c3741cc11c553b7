package relay.dane;

import java.net.InetAddress;
import java.util.List;
import relay.smtp.client.PeerCheck;

/** What DANE says of one host. */
public sealed interface HostDane {
    /** It publishes nothing that could be relied on. */
    record None() implements HostDane {}

    /**
     * It must be spoken to over TLS.
     *
     * @param check judges its certificate; null when no record is usable: encrypted, whatever the certificate
     * @param records as zone files write them
     * @param addresses that are signed; others are not used
     * @param ofTheDomain whether the domain's own name counts too, so that it differs from domain to domain
     */
    record Published(PeerCheck check, List<String> records, List<InetAddress> addresses, boolean ofTheDomain)
            implements HostDane {
        public Published {
            records = List.copyOf(records);
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * It must not be used now.
     *
     * @param reason in words
     */
    record Bogus(String reason) implements HostDane {}
}
