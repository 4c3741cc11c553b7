package relay.dkim;

import java.util.List;

/** One pair of each kind, made once: RSA keys are slow to come by. */
final class TestKeys {
    static final DkimKeyPair RSA = DkimKeyPair.generate(DkimAlgorithm.RSA_SHA256);
    static final DkimKeyPair ED25519 = DkimKeyPair.generate(DkimAlgorithm.ED25519_SHA256);
    static final SigningKey RSA_KEY = RSA.signingKey("example.org", "rsa2026");
    static final SigningKey ED25519_KEY = ED25519.signingKey("example.org", "ed2026");
    static final List<SigningKey> BOTH = List.of(RSA_KEY, ED25519_KEY);

    private TestKeys() {}

    static PublishedKeys published() {
        return new PublishedKeys().publish(RSA_KEY, RSA).publish(ED25519_KEY, ED25519);
    }
}
