package relay.dkim;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Optional;
import relay.dkim.DkimResult.Status;
import relay.message.HeaderField;

/** The judgement of one signature: what the header alone tells first, then the body (RFC 6376, section 6.1). */
final class SignatureCheck {
    private static final int MIN_RSA_BITS = 1_024;
    /** Larger keys do not fit into DNS, and would cost much to verify with. */
    private static final int MAX_RSA_BITS = 8_192;

    private final DkimSignature signature;
    private final HeaderField field;
    private BodyHash bodyHash;
    private boolean testing;
    private DkimResult result;

    private SignatureCheck(DkimSignature signature, HeaderField field) {
        this.signature = signature;
        this.field = field;
    }

    /** A check of this field, decided already when it cannot be read. */
    static SignatureCheck of(HeaderField field) {
        try {
            return new SignatureCheck(DkimSignature.parse(field.value()), field);
        } catch (MalformedTagsException e) {
            return decided(DkimResult.of(Status.PERMERROR, e.getMessage()));
        }
    }

    static SignatureCheck decided(DkimResult result) {
        SignatureCheck check = new SignatureCheck(null, null);
        check.result = result;
        return check;
    }

    /** Judges all but the body. */
    void header(HeaderStack header, KeyLookup keys, VerificationRules rules, Instant now) {
        if (result == null) {
            time(rules, now);
        }
        if (result == null) {
            algorithm()
                    .ifPresentOrElse(
                            algorithm -> key(algorithm, keys).ifPresent(key -> header(algorithm, key, header)),
                            () -> decide(
                                    Status.FAIL, "algorithm " + shown(signature.algorithm()) + " is not accepted"));
        }
    }

    private void time(VerificationRules rules, Instant now) {
        if (signature
                .expiresAt()
                .filter(at -> at.plus(rules.clockSkew()).isBefore(now))
                .isPresent()) {
            decide(Status.FAIL, "signature expired");
        } else if (signature
                .signedAt()
                .filter(at -> at.minus(rules.clockSkew()).isAfter(now))
                .isPresent()) {
            decide(Status.FAIL, "signature is from the future");
        }
    }

    /** SHA-1 must not be accepted any more (RFC 8301, section 3.1); nothing else is known. */
    private Optional<DkimAlgorithm> algorithm() {
        return DkimAlgorithm.of(signature.algorithm());
    }

    private static String shown(String text) {
        return text.length() > 20 ? text.substring(0, 20) : text;
    }

    private Optional<DkimKeyRecord> key(DkimAlgorithm algorithm, KeyLookup keys) {
        KeyLookup.Answer answer = keys.txt(signature.keyName());
        if (answer instanceof KeyLookup.Answer.Found found && !found.records().isEmpty()) {
            return key(algorithm, found);
        }
        if (answer instanceof KeyLookup.Answer.Failed failed) {
            decide(Status.TEMPERROR, "key cannot be looked up: " + failed.reason());
        } else {
            decide(Status.PERMERROR, "no key at " + signature.keyName());
        }
        return Optional.empty();
    }

    /** Several records at one name leave the choice to us (RFC 6376, section 6.1.2): the first. */
    private Optional<DkimKeyRecord> key(DkimAlgorithm algorithm, KeyLookup.Answer.Found found) {
        try {
            DkimKeyRecord key = DkimKeyRecord.parse(found.records().get(0));
            testing = key.testing();
            key(algorithm, key);
            return result == null ? Optional.of(key) : Optional.empty();
        } catch (MalformedTagsException e) {
            decide(Status.PERMERROR, e.getMessage());
            return Optional.empty();
        }
    }

    private void key(DkimAlgorithm algorithm, DkimKeyRecord key) {
        if (key.isRevoked()) {
            decide(Status.PERMERROR, "key is revoked");
        } else if (key.algorithm() != algorithm) {
            decide(Status.PERMERROR, "key is not for " + algorithm.tag());
        } else if (key.strict() && !signature.identityIsDomain()) {
            decide(Status.PERMERROR, "i= is a subdomain, which the key forbids");
        } else if (algorithm == DkimAlgorithm.RSA_SHA256) {
            size(key.rsaBits());
        }
    }

    /** RFC 8301, section 3.2. */
    private void size(int bits) {
        if (bits < MIN_RSA_BITS) {
            decide(Status.FAIL, "RSA key of only " + bits + " bits");
        } else if (bits > MAX_RSA_BITS) {
            decide(Status.PERMERROR, "RSA key of " + bits + " bits");
        }
    }

    private void header(DkimAlgorithm algorithm, DkimKeyRecord key, HeaderStack header) {
        if (verifies(algorithm, key, header)) {
            bodyHash = BodyHash.of(signature.body(), signature.bodyLength());
        } else {
            decide(Status.FAIL, "signature does not match the header");
        }
    }

    private boolean verifies(DkimAlgorithm algorithm, DkimKeyRecord key, HeaderStack header) {
        CanonicalHeader signed = new CanonicalHeader(4_096);
        header.select(signature.fields()).forEach(f -> signed.add(f, signature.header()));
        signed.addLast(UnsignedField.of(field), signature.header());
        try {
            Signature verification = SignatureProvider.jdk().signature(algorithm);
            verification.initVerify(key.publicKey());
            if (algorithm == DkimAlgorithm.ED25519_SHA256) {
                verification.update(SigningKey.hash(signed.bytes(), signed.length()));
            } else {
                verification.update(signed.bytes(), 0, signed.length());
            }
            return verification.verify(signature.signature());
        } catch (GeneralSecurityException malformedSignature) {
            return false;
        }
    }

    /** What to feed the body to, unless the judgement is made. */
    Optional<BodyHash> bodyHash() {
        return Optional.ofNullable(bodyHash);
    }

    /** The judgement, once the body was fed. */
    DkimResult result() {
        if (result == null) {
            body();
        }
        return result;
    }

    private void body() {
        byte[] hash = bodyHash.finish();
        if (signature.limitsBody() && bodyHash.length() < signature.bodyLength()) {
            decide(Status.PERMERROR, "l= is more than the body has");
        } else if (MessageDigest.isEqual(hash, signature.bodyHash())) {
            decide(Status.PASS, "");
        } else {
            decide(Status.FAIL, "body hash does not match");
        }
    }

    /** A failure in test mode counts as no signature (RFC 6376, section 3.6.1, t=y). */
    private void decide(Status status, String reason) {
        Status told = testing && status == Status.FAIL ? Status.NEUTRAL : status;
        result = DkimResult.of(signature, told, reason, testing);
    }
}
