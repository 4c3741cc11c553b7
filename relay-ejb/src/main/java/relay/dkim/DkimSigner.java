package relay.dkim;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import relay.message.HeaderField;
import relay.message.HeaderLimits;
import relay.message.MessageHeader;

/**
 * Signs messages: relaxed/relaxed, the whole body, one DKIM-Signature field for each key (RFC 6376, section 5). Which
 * fields are covered says {@link SignedFields}. Immutable, safe for many threads.
 */
public final class DkimSigner {
    /** More than submission lets in, for what tracking and signing add themselves. */
    private static final HeaderLimits LIMITS = new HeaderLimits(1 << 20, 10_000);

    private static final int ROOM_FOR_SIGNATURE = 1_024;

    private final Duration validity;

    private DkimSigner(Duration validity) {
        this.validity = validity;
    }

    /** Signatures that do not expire. */
    public static DkimSigner withoutExpiry() {
        return new DkimSigner(null);
    }

    /**
     * Signatures that expire (x=), which bounds how long a captured message can be replayed.
     *
     * @param validity longer than a message may wait in a queue; positive
     */
    public static DkimSigner expiringAfter(Duration validity) {
        if (validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException("validity is not positive: " + validity);
        }
        return new DkimSigner(validity);
    }

    /**
     * The DKIM-Signature fields to put on top of the message, one for each key in their order.
     *
     * @param header the final header, with or without the empty line at its end
     * @param bodyHash what {@link BodyHash#relaxed} made of the final body
     * @throws IllegalArgumentException when the header is larger than 1 MiB or has more than 10,000 fields
     */
    public byte[] sign(byte[] header, byte[] bodyHash, List<SigningKey> keys, Instant now) {
        MessageHeader parsed = MessageHeader.parse(header, LIMITS);
        if (parsed.exceedsLimits()) {
            throw new IllegalArgumentException("header too large to be signed");
        }
        SignedFields signed = new SignedFields(parsed);
        CanonicalHeader canonical = signed.canonical(header.length + ROOM_FOR_SIGNATURE);
        ByteArrayOutputStream fields = new ByteArrayOutputStream(ROOM_FOR_SIGNATURE * keys.size());
        for (SigningKey key : keys) {
            FoldedField field = unsigned(key, signed.names(), bodyHash, now);
            fields.writeBytes(finished(field, signature(canonical, field, key)));
        }
        return fields.toByteArray();
    }

    private FoldedField unsigned(SigningKey key, List<String> names, byte[] bodyHash, Instant now) {
        FoldedField field = new FoldedField("DKIM-Signature: v=1;")
                .word("a=" + key.algorithm().tag() + ";")
                .word("c=relaxed/relaxed;")
                .word("d=" + key.domain() + ";")
                .word("s=" + key.selector() + ";")
                .word("t=" + now.getEpochSecond() + ";");
        if (validity != null) {
            field.word("x=" + now.plus(validity).getEpochSecond() + ";");
        }
        names(field, names);
        return field.word("bh=" + base64(bodyHash) + ";").word("b=");
    }

    private static void names(FoldedField field, List<String> names) {
        int last = names.size() - 1;
        field.word("h=" + names.get(0) + ":");
        names.subList(1, last).forEach(name -> field.part(name + ":"));
        field.part(names.get(last) + ";");
    }

    private static byte[] signature(CanonicalHeader canonical, FoldedField field, SigningKey key) {
        int before = canonical.length();
        canonical.addLast(asField(field), Canonicalization.RELAXED);
        byte[] signature = key.sign(canonical.bytes(), canonical.length());
        canonical.truncate(before);
        return signature;
    }

    private static HeaderField asField(FoldedField field) {
        return MessageHeader.parse(field.toString().getBytes(US_ASCII)).fields().get(0);
    }

    private static byte[] finished(FoldedField field, byte[] signature) {
        return (field.breakable(base64(signature)) + "\r\n").getBytes(US_ASCII);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
