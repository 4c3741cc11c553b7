package relay.dkim;

import java.util.Locale;
import java.util.Optional;

/** How much a message may change on its way before its signature breaks (RFC 6376, section 3.4). */
public enum Canonicalization {
    /** Tolerates nothing but empty lines at the end of the body. */
    SIMPLE,
    /** Tolerates changes of white space, folding and the case of field names. */
    RELAXED;

    static Optional<Canonicalization> of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "simple" -> Optional.of(SIMPLE);
            case "relaxed" -> Optional.of(RELAXED);
            default -> Optional.empty();
        };
    }
}
