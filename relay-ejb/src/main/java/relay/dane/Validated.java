package relay.dane;

import java.util.List;
import org.xbill.DNS.Record;

/**
 * An answer of the DNS with what its signatures prove.
 *
 * @param status whether it may be relied on
 * @param records of the type that was asked for; empty when there are none, or it is bogus
 * @param reason in words when it is bogus, else null
 */
record Validated(Status status, List<Record> records, String reason) {
    Validated {
        records = List.copyOf(records);
    }

    /** As RFC 4033, section 5 has it; what it calls indeterminate and what fails to arrive counts as bogus here. */
    enum Status {
        /** Signed all the way from the trust anchor, the absence of records too. */
        SECURE,
        /** Proved to be in a zone that is not signed. */
        INSECURE,
        /** It should be signed and is not, or nobody answered. */
        BOGUS
    }

    static Validated bogus(String reason) {
        return new Validated(Status.BOGUS, List.of(), reason);
    }

    boolean isSecure() {
        return status == Status.SECURE;
    }

    boolean isBogus() {
        return status == Status.BOGUS;
    }
}
