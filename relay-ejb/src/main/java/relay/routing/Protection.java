package relay.routing;

import java.util.List;
import java.util.Optional;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsFault;

/**
 * What secures the way to a domain's hosts, and why. The hosts of the route carry what follows from it.
 *
 * @param kind the strongest thing found
 * @param domain whose hosts they are; empty where nobody asked
 * @param secureNames whether the names of the hosts are beyond doubt, by DNSSEC or by an MTA-STS policy (RFC 8689,
 *     section 4.2.1)
 * @param key what must agree for two domains to share connections; empty for nothing in particular
 * @param why in words, for operators
 * @param policy for reports
 * @param regardless the hosts as the DNS named them, for mail whose sender wishes policies to be overlooked (RFC 8689,
 *     section 4.1)
 */
public record Protection(
        Kind kind,
        String domain,
        boolean secureNames,
        String key,
        String why,
        Policy policy,
        List<RemoteHost> regardless) {
    /** Of routes that no DNS told: the smarthost, the simulator, address literals. */
    public static final Protection NONE =
            new Protection(Kind.NONE, "", false, "", "nothing is published", Policy.NONE, List.of());

    public Protection {
        regardless = List.copyOf(regardless);
    }

    /** The same, kept apart from other mail. */
    public Protection keptApart(String word) {
        return new Protection(kind, domain, secureNames, word + " " + key, why, policy, regardless);
    }

    /** What secures a domain's hosts, as operators read it. */
    public enum Kind {
        NONE("none"),
        STS_TESTING("sts testing"),
        STS_ENFORCE("sts enforce"),
        DANE("dane");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * The policy as reports name it (RFC 8460, section 4.4).
     *
     * @param type {@code sts}, {@code tlsa} or {@code no-policy-found}
     * @param lines the policy itself, or TLSA records, as they were found
     * @param hosts patterns of an MTA-STS policy, else empty
     * @param fault why there is no policy that could count although one is published, whatever became of the connections;
     *     null for nothing
     */
    public record Policy(String type, List<String> lines, List<String> hosts, TlsFault fault) {
        public Policy {
            lines = List.copyOf(lines);
            hosts = List.copyOf(hosts);
        }

        /** Nothing was found. */
        public static final Policy NONE = new Policy("no-policy-found", List.of(), List.of(), null);

        /** The fault, when the policy itself has one. */
        public Optional<TlsFault> ownFault() {
            return Optional.ofNullable(fault);
        }
    }
}
