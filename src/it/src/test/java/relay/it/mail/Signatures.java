package relay.it.mail;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import relay.dkim.DkimResult;
import relay.dkim.DkimVerifier;
import relay.dkim.KeyLookup;
import relay.dkim.VerificationRules;
import relay.smtp.Content;

/** Judges DKIM signatures by the keys that a relay publishes. */
public final class Signatures {
    private final Map<String, String> published;

    /** @param published TXT records by name */
    public Signatures(Map<String, String> published) {
        this.published = Map.copyOf(published);
    }

    /** One line a signature, from the top: {@code pass rsa-sha256 demo.test}. */
    public List<String> judge(byte[] message) throws IOException {
        DkimVerifier verifier = new DkimVerifier(this::lookUp, VerificationRules.ofDefaults());
        return verifier.verify(Content.of(message), Instant.now()).stream()
                .map(Signatures::line)
                .toList();
    }

    private KeyLookup.Answer lookUp(String name) {
        String record = published.get(name);
        return record == null ? new KeyLookup.Answer.Missing() : new KeyLookup.Answer.Found(List.of(record));
    }

    private static String line(DkimResult result) {
        return result.status() + " " + result.algorithm() + " " + result.domain()
                + (result.passed() ? "" : " " + result.reason());
    }
}
