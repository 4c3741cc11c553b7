package relay.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.dkim.DkimResult.Status;
import relay.message.HeaderField;
import relay.message.MessageHeader;
import relay.smtp.Content;

/** Judges the signatures of a message (RFC 6376, section 6), reading its body once at most. Safe for many threads. */
public final class DkimVerifier {
    private static final int CHUNK = 16 * 1024;

    private final KeyLookup keys;
    private final VerificationRules rules;

    /** @param keys may block */
    public DkimVerifier(KeyLookup keys, VerificationRules rules) {
        this.keys = keys;
        this.rules = rules;
    }

    /** One result a signature from the top down, or a single {@code none}. The content stays open. */
    public List<DkimResult> verify(Content message, Instant now) throws IOException {
        MessageHeader header = header(message);
        if (header.exceedsLimits()) {
            return List.of(DkimResult.of(Status.PERMERROR, "header too large"));
        }
        List<SignatureCheck> checks = checks(header, now);
        List<BodyHash> hashes = checks.stream()
                .map(SignatureCheck::bodyHash)
                .flatMap(Optional::stream)
                .toList();
        if (!hashes.isEmpty()) {
            feedBody(message, header.bodyOffset(), hashes);
        }
        return checks.isEmpty()
                ? List.of(DkimResult.unsigned())
                : checks.stream().map(SignatureCheck::result).toList();
    }

    private MessageHeader header(Content message) throws IOException {
        try (InputStream in = message.open()) {
            return MessageHeader.read(in, rules.header());
        }
    }

    private List<SignatureCheck> checks(MessageHeader header, Instant now) {
        HeaderStack stack = new HeaderStack(header);
        List<SignatureCheck> checks = new ArrayList<>();
        for (HeaderField field : header.all("DKIM-Signature")) {
            if (checks.size() == rules.maxSignatures()) {
                checks.add(SignatureCheck.decided(DkimResult.of(
                        Status.NEUTRAL, "only the first " + rules.maxSignatures() + " signatures are judged")));
                break;
            }
            SignatureCheck check = SignatureCheck.of(field);
            check.header(stack, keys, rules, now);
            checks.add(check);
        }
        return checks;
    }

    private static void feedBody(Content message, int bodyOffset, List<BodyHash> hashes) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = message.open()) {
            in.skipNBytes(bodyOffset);
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                for (BodyHash hash : hashes) {
                    hash.feed(chunk, 0, n);
                }
            }
        }
    }
}
