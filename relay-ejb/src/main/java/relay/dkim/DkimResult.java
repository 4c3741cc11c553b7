package relay.dkim;

import java.util.Locale;

/**
 * What became of one signature, in the terms of Authentication-Results (RFC 8601, section 2.7.1).
 *
 * @param status the result
 * @param domain the signing domain (d=) in lower case, or null where the signature does not tell
 * @param selector the selector (s=), or null
 * @param identity the identity on whose behalf it signs (i=), or {@code @domain}; null where unknown
 * @param algorithm the value of a=, or null
 * @param reason why it did not pass; empty when it did
 * @param testing whether the domain only tries DKIM out (t=y), so that a pass should not count much
 */
public record DkimResult(
        Status status,
        String domain,
        String selector,
        String identity,
        String algorithm,
        String reason,
        boolean testing) {
    /** The results that RFC 8601 knows for DKIM. */
    public enum Status {
        /** The message is not signed. */
        NONE,
        /** The signature is right. */
        PASS,
        /** The signature is wrong, or made in a way that must not be accepted (RFC 8301). */
        FAIL,
        /** The signature was not judged. */
        NEUTRAL,
        /** A later try may succeed. */
        TEMPERROR,
        /** The signature or its key record is unusable. */
        PERMERROR;

        /** As Authentication-Results has it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A message without any signature. */
    static DkimResult unsigned() {
        return of(Status.NONE, "not signed");
    }

    /** A result about a signature that cannot be read. */
    static DkimResult of(Status status, String reason) {
        return new DkimResult(status, null, null, null, null, reason, false);
    }

    static DkimResult of(DkimSignature signature, Status status, String reason, boolean testing) {
        return new DkimResult(
                status,
                signature.domain(),
                signature.selector(),
                signature.identity(),
                signature.algorithm(),
                reason,
                testing);
    }

    /** Whether it passed. */
    public boolean passed() {
        return status == Status.PASS;
    }
}
