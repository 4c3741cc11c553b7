package relay.web.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/** Bearer tokens (RFC 6750, section 2.1). */
final class Tokens {
    private static final String SCHEME = "bearer ";

    private Tokens() {}

    /** The token of an Authorization header, or empty. */
    static Optional<String> bearer(String authorization) {
        if (authorization == null
                || authorization.length() <= SCHEME.length()
                || !authorization
                        .substring(0, SCHEME.length())
                        .toLowerCase(Locale.ROOT)
                        .equals(SCHEME)) {
            return Optional.empty();
        }
        return Optional.of(authorization.substring(SCHEME.length()).trim());
    }

    /** Whether both are the same, in time that tells nothing of where they differ. */
    static boolean same(String token, String expected) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
