package relay.routing;

import java.util.List;
import relay.smtp.Reply;
import relay.smtp.client.RemoteHost;

/** The answer to “where does mail for this domain go?”. */
public sealed interface Route {
    /**
     * Hosts to try in this order.
     *
     * @param site name of the set of hosts, which several domains may share
     * @param hosts one entry an address, at least one
     * @param protection what secures the way to them
     */
    record Hosts(String site, List<RemoteHost> hosts, Protection protection) implements Route {
        public Hosts {
            hosts = List.copyOf(hosts);
        }

        /** Hosts of which nothing more is known. */
        public Hosts(String site, List<RemoteHost> hosts) {
            this(site, hosts, Protection.NONE);
        }
    }

    /**
     * Nobody takes mail for the domain, and trying again will not help.
     *
     * @param reply in the words of a DSN, 5xx
     */
    record Refused(Reply reply) implements Route {}

    /**
     * The DNS gave no answer this time.
     *
     * @param reply in the words of a DSN, 4xx
     * @param regardless the hosts for mail that would rather go without TLS than not at all; null for none
     */
    record Unavailable(Reply reply, Hosts regardless) implements Route {
        /** Nobody can be reached. */
        public Unavailable(Reply reply) {
            this(reply, null);
        }
    }
}
