package relay.dkim;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A DKIM-Signature field, read (RFC 6376, section 3.5).
 *
 * @param algorithm a= in lower case
 * @param signature b=
 * @param bodyHash bh=
 * @param header how the header is canonical, from c=
 * @param body how the body is canonical, from c=
 * @param domain d= in its ASCII form, lower case
 * @param fields h= as it stands
 * @param identity i=, or {@code @domain}
 * @param bodyLength l=, or {@link Long#MAX_VALUE} without it
 * @param selector s= in its ASCII form
 * @param signedAt t=
 * @param expiresAt x=
 */
@SuppressWarnings("ArrayRecordComponent")
record DkimSignature(
        String algorithm,
        byte[] signature,
        byte[] bodyHash,
        Canonicalization header,
        Canonicalization body,
        String domain,
        List<String> fields,
        String identity,
        long bodyLength,
        String selector,
        Optional<Instant> signedAt,
        Optional<Instant> expiresAt) {
    /** Enough for every second of this and the next millennia, few enough for an Instant. */
    private static final int TIME_DIGITS = 12;

    private static final int LENGTH_DIGITS = 18;

    static DkimSignature parse(String value) throws MalformedTagsException {
        TagList tags = TagList.parse(value);
        check(tags.require("v").equals("1"), "unknown version");
        check(tags.get("q").isEmpty() || tags.list("q").contains("dns/txt"), "no query method that is known");
        String domain = name(tags.require("d")).toLowerCase(Locale.ROOT);
        String[] canonical = tags.get("c").orElse("simple").split("/", 2);
        DkimSignature signature = new DkimSignature(
                tags.require("a").toLowerCase(Locale.ROOT),
                tags.base64("b"),
                tags.base64("bh"),
                canonicalization(canonical[0]),
                canonicalization(canonical.length == 2 ? canonical[1] : "simple"),
                domain,
                TagList.items(tags.require("h")),
                tags.get("i").orElse("@" + domain),
                tags.number("l", LENGTH_DIGITS).orElse(Long.MAX_VALUE),
                name(tags.require("s")),
                tags.number("t", TIME_DIGITS).map(Instant::ofEpochSecond),
                tags.number("x", TIME_DIGITS).map(Instant::ofEpochSecond));
        signature.check();
        return signature;
    }

    private void check() throws MalformedTagsException {
        check(fields.stream().anyMatch("From"::equalsIgnoreCase), "From is not signed");
        check(identity.indexOf('@') >= 0, "i= is malformed");
        check(identityIsWithinDomain(), "i= is not within d=");
        check(
                signedAt.isEmpty() || expiresAt.isEmpty() || expiresAt.get().isAfter(signedAt.get()),
                "x= is not after t=");
    }

    private static void check(boolean holds, String otherwise) throws MalformedTagsException {
        if (!holds) {
            throw new MalformedTagsException(otherwise);
        }
    }

    private static Canonicalization canonicalization(String name) throws MalformedTagsException {
        return Canonicalization.of(name.strip())
                .orElseThrow(() -> new MalformedTagsException("unknown canonicalization"));
    }

    private static String name(String name) throws MalformedTagsException {
        return DnsName.toAscii(name).orElseThrow(() -> new MalformedTagsException("malformed domain name"));
    }

    private boolean identityIsWithinDomain() {
        String of = identityDomain();
        return of.equals(domain) || of.endsWith("." + domain);
    }

    /** The domain of i= in its ASCII form; what has none is no domain that d= could name. */
    private String identityDomain() {
        String of = identity.substring(identity.lastIndexOf('@') + 1);
        return DnsName.toAscii(of).orElse("").toLowerCase(Locale.ROOT);
    }

    boolean identityIsDomain() {
        return identityDomain().equals(domain);
    }

    boolean limitsBody() {
        return bodyLength != Long.MAX_VALUE;
    }

    /** Where the key is published (RFC 6376, section 3.6.2.1). */
    String keyName() {
        return selector + "._domainkey." + domain;
    }
}
