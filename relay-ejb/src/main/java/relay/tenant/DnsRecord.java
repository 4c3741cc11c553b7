package relay.tenant;

/**
 * A record that a domain needs, and whether the DNS has it.
 *
 * @param purpose ownership, dkim, spf, dmarc, return-path or tracking
 * @param type TXT or CNAME
 * @param name where
 * @param value what
 * @param status {@code ok}, {@code missing}, {@code wrong} (something else is there), {@code unknown} (the DNS did not
 *     answer)
 */
public record DnsRecord(String purpose, String type, String name, String value, String status) {
    static final String OK = "ok";
    static final String MISSING = "missing";
    static final String WRONG = "wrong";
    static final String UNKNOWN = "unknown";

    DnsRecord is(String found) {
        return new DnsRecord(purpose, type, name, value, found);
    }
}
